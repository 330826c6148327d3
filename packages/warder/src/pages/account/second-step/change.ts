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
  const { authenticator, last, csrf } = view
  const path = `/account/security/authenticators/${encodeURIComponent(authenticator.id)}`
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: authenticator.name,
      lead: `An authenticator app, added ${spokenTime(authenticator.created_at, view.now)}.`,
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
            value: view.value ?? authenticator.name,
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
      html`<div class="pad"><form class="stack" method="post" action="${path}/remove">
        ${csrfField(csrf)}
        <p>
          ${
            last
              ? 'This is your only second step. Without it, whoever knows your password can sign in, and your recovery codes stop working.'
              : 'We will not take codes from this app any more. Your other second steps stay.'
          }
        </p>
        <button class="button danger" type="submit">Remove this app</button>
      </form></div>`,
    )}
      <p><a href="/account/security">Back to Security</a></p>`,
  )
}
