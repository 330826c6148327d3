import { choice, field, focusOn, form, submit, type Errors } from '../../form.ts'
import { html } from '../../html.ts'
import { errorSummary, notice } from '../../notice.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'
import type { PageWords } from '../../words/words.ts'
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
  const { values, errors, words } = view
  const { cancel, keys, whatMayItDo } = words.account
  const said = keys.new
  const labels = { name: said.name, scopes: whatMayItDo, ip_allowlist: said.addresses }
  const failed = Object.values(errors).some(Boolean)
  const focus = focusOn(errors, ['name', 'scopes', 'ip_allowlist'], 'name')
  return accountLayout(
    view,
    {
      path: '/account/api-keys',
      title: keys.add,
      lead: said.lead,
      failed: failed || view.whole !== undefined,
    },
    html`${view.whole !== undefined && notice('bad', view.whole)} ${errorSummary(words, errors, labels)}
    ${section(
      said.section,
      html`<div class="pad">
        ${form('/account/api-keys', view, [
          field({
            name: 'name',
            label: said.name,
            type: 'text',
            autocomplete: 'off',
            value: values.name,
            hint: said.nameHint,
            error: errors.name,
            required: true,
            autofocus: focus === 'name',
            enterkeyhint: 'next',
          }),
          scopeBoxes(view, focus === 'scopes'),
          choice({
            name: 'expires_in_days',
            label: said.end,
            options: view.lives.map((days) => ({ value: String(days), label: lifeOf(words, days) })),
            value: values.expires_in_days ?? String(view.lives.includes(90) ? 90 : (view.lives[0] ?? 0)),
          }),
          choice({
            name: 'environment',
            label: said.kind,
            options: [
              { value: 'live', label: said.live },
              { value: 'test', label: said.test },
            ],
            value: values.environment ?? 'live',
            hint: said.kindHint,
          }),
          field({
            name: 'ip_allowlist',
            label: `${said.addresses} ${words.everyPage.optional}`,
            type: 'text',
            autocomplete: 'off',
            value: values.ip_allowlist,
            hint: said.addressesHint,
            error: errors.ip_allowlist,
            autofocus: focus === 'ip_allowlist',
            enterkeyhint: 'done',
          }),
          submit(said.submit),
        ])}
      </div>`,
    )}
      <p><a href="/account/api-keys">${cancel}</a></p>`,
  )
}

function lifeOf({ account }: PageWords, days: number): string {
  const said = account.keys.new
  if (days === 0) return said.never
  if (days === 365) return said.inAYear
  return days === 1 ? said.inADay : said.inDays(days)
}
