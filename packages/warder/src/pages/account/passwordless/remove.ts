import { csrfField } from '../../form.ts'
import { html } from '../../html.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'

export type RemovePasswordView = AccountFrame & {
  /** What is left to sign in with. */
  ways: readonly (keyof typeof names)[]
  /** Undefined where the password may go; otherwise why not. */
  stays?: string | undefined
}

const names = {
  passkey: 'your passkey, with your fingerprint, your face or the PIN of your device',
  password: 'your password',
  mail: 'a link or a code that we mail to you',
  phone: 'a code that we send to your phone',
  identity: 'your account elsewhere, such as the one at work',
} as const

/** `/account/security/password/remove`: asks once more, and posts to itself. */
export function removePasswordPage(view: RemovePasswordView): string {
  const left = [...new Set(view.ways)].filter((way) => way !== 'password')
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: 'Remove your password',
      lead: 'A password that does not exist cannot be guessed, stolen or given away.',
    },
    html`${
      view.stays === undefined
        ? section(
            'What changes',
            html`<div class="pad"><form class="stack" method="post" action="/account/security/password/remove">
              ${csrfField(view.csrf)}
              <p>From now on you sign in with:</p>
              <ul>
                ${left.map((way) => html`<li>${names[way]}</li>`)}
              </ul>
              <p>
                Your password stops working at once, and you are signed out on your other devices. You can set a new
                password here at any time.
              </p>
              <button class="button danger" type="submit">Remove my password</button>
            </form></div>`,
          )
        : section('Not yet', html`<p class="pad">${view.stays}</p>`)
    }
      <p><a href="/account/security">Back to Security</a></p>`,
  )
}
