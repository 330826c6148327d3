import { csrfField } from '../../form.ts'
import { html, type Html } from '../../html.ts'
import type { AccountWords } from '../../words/account/en.ts'
import type { PageWords } from '../../words/words.ts'
import { section, type AccountFrame } from '../layout.ts'

/** How somebody stands to their password. */
export type PasswordState = 'password-only' | 'can-sign-in-without' | 'ready' | 'passwordless' | 'no-way-in'

const page = '/account/security/password'

/** In place of the form that changes the password, for whoever has none. */
export function noPassword({ account }: PageWords): Html {
  const { passwordless } = account
  return html`<p class="soft">${passwordless.none}</p>
    <p><a class="button small" href="${page}/new">${passwordless.set}</a></p>`
}

/** Under that form: how far it is to doing without. Nothing for those who have not begun. */
export function withoutIt({ account }: PageWords, state: PasswordState): Html | undefined {
  const { passwordless } = account
  if (state === 'ready')
    return html`<p class="pad">
      ${passwordless.may} <a href="${page}/remove">${passwordless.remove}</a>
    </p>`
  if (state === 'can-sign-in-without') return html`<p class="pad soft">${passwordless.oneMorePasskey}</p>`
  return undefined
}

type Suggestion = keyof AccountWords['passwordless']['suggestions']

const suggestions: Partial<Record<PasswordState, Suggestion>> = {
  'can-sign-in-without': 'oneMore',
  ready: 'remove',
}

/** What somebody may do next to get away from their password; they can say that they would rather not. */
export type Prompt = { state: PasswordState; passkeys: number }

/** A suggestion on `/account`: posts to `/account/password/keep` when the person does not want it. */
export function passwordlessPrompt(
  { words, csrf }: Pick<AccountFrame, 'words' | 'csrf'>,
  { state, passkeys }: Prompt,
): Html | undefined {
  const { passwordless } = words.account
  const first = passkeys > 0 ? 'tryIt' : 'addOne'
  const suggestion = state === 'password-only' ? first : suggestions[state]
  if (!suggestion) return undefined
  const { text, action } = passwordless.suggestions[suggestion]
  const href = suggestion === 'remove' ? `${page}/remove` : '/account/security'
  return section(
    passwordless.suggestion,
    html`<div class="pad stack">
      <p>${text}</p>
      <form class="tags" method="post" action="/account/password/keep">
        ${csrfField(csrf)}
        <a class="button small" href="${href}">${action}</a>
        <button class="button small" type="submit">${passwordless.notNow}</button>
      </form>
    </div>`,
  )
}
