import { csrfField } from '../../form.ts'
import { html, type Html } from '../../html.ts'
import { section } from '../layout.ts'

/** How somebody stands to their password. */
export type PasswordState = 'password-only' | 'can-sign-in-without' | 'ready' | 'passwordless' | 'no-way-in'

const page = '/account/security/password'

/** In place of the form that changes the password, for whoever has none. */
export function noPassword(): Html {
  return html`<p class="soft">You have no password, so nobody can guess or steal it.</p>
    <p><a class="button small" href="${page}/new">Set a password</a></p>`
}

/** Under that form: how far it is to doing without. Nothing for those who have not begun. */
export function withoutIt(state: PasswordState): Html | undefined {
  if (state === 'ready')
    return html`<p class="pad">
      You can sign in without your password. <a href="${page}/remove">Remove your password</a>
    </p>`
  if (state === 'can-sign-in-without')
    return html`<p class="pad soft">
      You can sign in without your password. Add one more passkey, for the day you lose the first one, and you may
      remove your password.
    </p>`
  return undefined
}

type Suggestion = { text: string; action: string; href: string }

const suggestions: Partial<Record<PasswordState, Suggestion>> = {
  'can-sign-in-without': {
    text: 'You signed in without your password. Add one more way to sign in, and you may remove it.',
    action: 'Add another way',
    href: '/account/security',
  },
  ready: {
    text: 'You can sign in without your password now. Remove it?',
    action: 'Remove your password',
    href: `${page}/remove`,
  },
}

const addOne: Suggestion = {
  text: 'A passkey signs you in with your fingerprint, your face or the PIN of your device. No password to remember.',
  action: 'Add a passkey',
  href: '/account/security',
}

const tryIt: Suggestion = {
  text: 'You have a passkey. Choose it when you sign in the next time, in place of your password.',
  action: 'Look at your passkeys',
  href: '/account/security',
}

/** What somebody may do next to get away from their password; they can say that they would rather not. */
export type Prompt = { state: PasswordState; passkeys: number }

/** A suggestion on `/account`: posts to `/account/password/keep` when the person does not want it. */
export function passwordlessPrompt({ state, passkeys }: Prompt, csrf: string): Html | undefined {
  const first = passkeys > 0 ? tryIt : addOne
  const suggestion = state === 'password-only' ? first : suggestions[state]
  if (!suggestion) return undefined
  const { text, action, href } = suggestion
  return section(
    'Sign in without a password',
    html`<div class="pad stack">
      <p>${text}</p>
      <form class="tags" method="post" action="/account/password/keep">
        ${csrfField(csrf)}
        <a class="button small" href="${href}">${action}</a>
        <button class="button small" type="submit">Not now</button>
      </form>
    </div>`,
  )
}
