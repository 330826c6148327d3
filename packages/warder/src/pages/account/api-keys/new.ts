import { choice, field, focusOn, form, submit, type Errors } from '../../form.ts'
import { html } from '../../html.ts'
import { errorSummary, notice } from '../../notice.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'
import { scopeBoxes } from '../scope-boxes.ts'

export type NewKeyField = 'name' | 'scopes' | 'expires_in_days' | 'environment' | 'ip_allowlist'

export type NewKeyView = AccountFrame & {
  /** What the person may give to a key. */
  scopes: readonly string[]
  /** Days after which a key may end, and 0 for never. */
  lives: readonly number[]
  values: {
    name?: string
    scopes?: readonly string[]
    expires_in_days?: string
    environment?: string
    ip_allowlist?: string
  }
  errors: Errors<NewKeyField>
  /** What was wrong and concerns no field. */
  whole?: string | undefined
}

/** `/account/api-keys/new`: posts to `/account/api-keys`. */
export function newApiKeyPage(view: NewKeyView): string {
  const { values, errors } = view
  const failed = Object.values(errors).some(Boolean)
  const focus = focusOn(errors, ['name', 'scopes', 'ip_allowlist'], 'name')
  return accountLayout(
    view,
    {
      path: '/account/api-keys',
      title: 'New API key',
      lead: 'Allow as little as the program needs, and let the key end when you will not need it any more.',
      failed: failed || view.whole !== undefined,
    },
    html`${view.whole !== undefined && notice('bad', view.whole)} ${errorSummary(view.words, errors, labels)}
    ${section(
      'The key',
      html`<div class="pad">
        ${form('/account/api-keys', view, [
          field({
            name: 'name',
            label: 'What is it for?',
            type: 'text',
            autocomplete: 'off',
            value: values.name,
            hint: 'Such as “Backup at home”, so that you know it again.',
            error: errors.name,
            required: true,
            autofocus: focus === 'name',
            enterkeyhint: 'next',
          }),
          scopeBoxes(view, focus === 'scopes'),
          choice({
            name: 'expires_in_days',
            label: 'When does it end?',
            options: view.lives.map((days) => ({ value: String(days), label: lifeOf(days) })),
            value: values.expires_in_days ?? String(view.lives.includes(90) ? 90 : (view.lives[0] ?? 0)),
          }),
          choice({
            name: 'environment',
            label: 'Kind',
            options: [
              { value: 'live', label: 'For real use' },
              { value: 'test', label: 'For trying things out' },
            ],
            value: values.environment ?? 'live',
            hint: 'It stands in the key itself, so that nobody mixes them up.',
          }),
          field({
            name: 'ip_allowlist',
            label: 'Only from these addresses (optional)',
            type: 'text',
            autocomplete: 'off',
            value: values.ip_allowlist,
            hint: 'IP addresses or networks with spaces between them, such as 192.0.2.7 or 10.0.0.0/8. Left empty, the key works from everywhere.',
            error: errors.ip_allowlist,
            autofocus: focus === 'ip_allowlist',
            enterkeyhint: 'done',
          }),
          submit('Make the key'),
        ])}
      </div>`,
    )}
      <p><a href="/account/api-keys">Cancel</a></p>`,
  )
}

const labels = {
  name: 'What is it for?',
  scopes: 'What may it do?',
  ip_allowlist: 'Only from these addresses',
}

function lifeOf(days: number): string {
  if (days === 0) return 'Never'
  if (days === 365) return 'In a year'
  return days === 1 ? 'In a day' : `In ${days} days`
}
