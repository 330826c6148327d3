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
  const { passkey, csrf, words, now } = view
  const { passkeys, rows } = words.account
  const path = `/account/security/passkeys/${encodeURIComponent(passkey.id)}`
  const isOne = passkey.kind === 'security-key' ? passkeys.isKey : passkeys.isPasskey
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: passkey.name,
      lead: isOne(spokenTime(passkey.created_at, now, words)),
      failed: Boolean(view.error),
    },
    html`${section(
      rows.name,
      html`<div class="pad">
        ${form(`${path}/rename`, { csrf }, [
          field({
            name: 'name',
            label: rows.yourName,
            type: 'text',
            autocomplete: 'off',
            value: view.value ?? passkey.name,
            error: view.error,
            required: true,
            autofocus: Boolean(view.error),
            enterkeyhint: 'done',
          }),
          submit(rows.rename),
        ])}
      </div>`,
    )}
    ${section(
      rows.remove,
      html`<form class="pad stack" method="post" action="${path}/remove">
        ${csrfField(csrf)}
        <p>${passkeys.removeText}</p>
        <button class="button danger" type="submit">${passkeys.removeIt}</button>
      </form>`,
    )}
      <p><a href="/account/security">${rows.backToSecurity}</a></p>`,
  )
}
