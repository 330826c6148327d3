import { csrfField, field, form, submit } from '../../form.ts'
import { html } from '../../html.ts'
import { spokenTime } from '../../times.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'
import type { AuthenticatorRow } from './section.ts'

export type ChangeView = AccountFrame & {
  authenticator: AuthenticatorRow
  /** Whether nothing else is left that could be asked for at sign-in. */
  last: boolean
  /** What was typed, when it comes back with an error. */
  value?: string | undefined
  error?: string | undefined
}

/** `/account/security/authenticators/{id}`: posts `name` to `…/rename`, and to `…/remove`. */
export function changeAuthenticatorPage(view: ChangeView): string {
  const { authenticator, last, csrf, words, now } = view
  const { secondStep, rows } = words.account
  const path = `/account/security/authenticators/${encodeURIComponent(authenticator.id)}`
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: authenticator.name,
      lead: secondStep.isApp(spokenTime(authenticator.created_at, now, words)),
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
            value: view.value ?? authenticator.name,
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
      html`<div class="pad"><form class="stack" method="post" action="${path}/remove">
        ${csrfField(csrf)}
        <p>${last ? secondStep.removeLast : secondStep.removeText}</p>
        <button class="button danger" type="submit">${secondStep.removeIt}</button>
      </form></div>`,
    )}
      <p><a href="/account/security">${rows.backToSecurity}</a></p>`,
  )
}
