import { csrfField } from '../../form.ts'
import { html } from '../../html.ts'
import type { AccountWords } from '../../words/account/en.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'

export type RemovePasswordView = AccountFrame & {
  /** What is left to sign in with. */
  ways: readonly (keyof AccountWords['passwordless']['ways'] | 'password')[]
  /** Undefined where the password may go; otherwise why not. */
  stays?: string | undefined
}

/** `/account/security/password/remove`: asks once more, and posts to itself. */
export function removePasswordPage(view: RemovePasswordView): string {
  const { passwordless, rows } = view.words.account
  const left = [...new Set(view.ways)].filter((way) => way !== 'password')
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: passwordless.remove,
      lead: passwordless.removeLead,
    },
    html`${
      view.stays === undefined
        ? section(
            passwordless.changes,
            html`<div class="pad"><form class="stack" method="post" action="/account/security/password/remove">
              ${csrfField(view.csrf)}
              <p>${passwordless.fromNowOn}</p>
              <ul>
                ${left.map((way) => html`<li>${passwordless.ways[way]}</li>`)}
              </ul>
              <p>${passwordless.stops}</p>
              <button class="button danger" type="submit">${passwordless.removeIt}</button>
            </form></div>`,
          )
        : section(passwordless.notYet, html`<p class="pad">${view.stays}</p>`)
    }
      <p><a href="/account/security">${rows.backToSecurity}</a></p>`,
  )
}
