import { csrfField, field, form, submit } from '../../form.ts'
import { html } from '../../html.ts'
import { spokenTime } from '../../times.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'
import type { PasskeyRow } from './section.ts'

export type ChangePasskeyView = AccountFrame & {
  passkey: PasskeyRow
  /** What was typed, when it comes back with an error. */
  value?: string | undefined
  error?: string | undefined
}

/** `/account/security/passkeys/{id}`: posts `name` to `…/rename`, and to `…/remove`. */
export function changePasskeyPage(view: ChangePasskeyView): string {
  const { passkey, csrf } = view
  const path = `/account/security/passkeys/${encodeURIComponent(passkey.id)}`
  const what = passkey.kind === 'security-key' ? 'A security key' : 'A passkey'
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: passkey.name,
      lead: `${what}, added ${spokenTime(passkey.created_at, view.now)}.`,
      failed: Boolean(view.error),
    },
    html`${section(
      'Name',
      html`<div class="pad">
        ${form(`${path}/rename`, { csrf }, [
          field({
            name: 'name',
            label: 'What you call it',
            type: 'text',
            autocomplete: 'off',
            value: view.value ?? passkey.name,
            error: view.error,
            required: true,
            autofocus: Boolean(view.error),
            enterkeyhint: 'done',
          }),
          submit('Rename'),
        ])}
      </div>`,
    )}
    ${section(
      'Remove',
      html`<form class="pad stack" method="post" action="${path}/remove">
        ${csrfField(csrf)}
        <p>
          It will not sign you in any more. Your device may still show it for a while; you can delete it there as well.
        </p>
        <button class="button danger" type="submit">Remove it</button>
      </form>`,
    )}
      <p><a href="/account/security">Back to Security</a></p>`,
  )
}
