import { field, form, hiddenField, submit, type FormView } from '../form.ts'
import { html, type Html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { notice } from '../notice.ts'
import { declining } from '../passkeys/button.ts'
import { elsewherePath, type Elsewhere } from '../sign-in/without-password/elsewhere.ts'
import { fixedEmailField } from '../sign-in/person-fields.ts'

export type ReauthenticateView = Frame &
  FormView & {
    /** Who is asked. */
    email: string
    /** What they may confirm with. */
    ways: readonly ('password' | keyof typeof choices)[]
    /** A path of ours to go on to, where no application waits. */
    return_to: string
    /** The name of the application that waits. */
    application?: string | undefined
    /** Where a second factor is asked for. */
    level?: '2' | undefined
    error?: string | undefined
    /** Where they have signed in, and may do so once more. */
    elsewhere?: Elsewhere | undefined
  }

const choices = {
  passkey: 'Use a passkey or security key',
  totp: 'Use your authenticator app',
  sms: 'Get a code by text message',
  backup_code: 'Use a recovery code',
  email: 'Send me a code by email',
} as const

/** `/reauthenticate`: posts `return_to`, `password`; the other forms post `method` to `/reauthenticate/begin`. */
export function reauthenticatePage(view: ReauthenticateView): string {
  const { ways } = view
  const others = ways.filter((way) => way !== 'password')
  const password = ways.includes('password')

  return sheet(
    { ...view, title: 'Confirm it’s you', lead: leadOf(view, password), failed: Boolean(view.error) },
    html`${!password && view.error && notice('bad', view.error)} ${password && passwordForm(view)}
      ${
        others.length > 0 &&
        html`<div class="stack">
          ${password && html`<h2 class="soft">Or another way</h2>`}
          ${others.map((way, at) =>
            form('/reauthenticate/begin', view, [
              kept(view),
              hiddenField('method', way),
              submit(choices[way], password || at > 0 ? 'plain' : 'primary'),
            ]),
          )}
        </div>`
      }
      ${view.elsewhere && again(view, view.elsewhere)}
      <div class="links"><a href="${declining(view.return_to)}">Not now</a></div>`,
  )
}

/** A link, as those of the page to sign in: what it leads to is nothing that a form of ours could be sent to. */
function again({ return_to, interaction }: ReauthenticateView, { title, path }: Elsewhere): Html {
  return html`<div class="stack">
    <a class="button" href="${elsewherePath(path, { interaction, return_to })}">Sign in with ${title} again</a>
  </div>`
}

function leadOf({ words, application, level }: ReauthenticateView, password: boolean) {
  if (application !== undefined && level !== undefined)
    return html`${words.signIn.continueTo(application)}, which asks for a second step.`
  if (application !== undefined) return words.signIn.continueTo(application)
  return password
    ? 'Before you change this, please enter your password once more.'
    : 'Before you change this, please show that it is you.'
}

function passwordForm(view: ReauthenticateView): Html {
  return form('/reauthenticate', view, [
    kept(view),
    fixedEmailField(view.words, view.email),
    field({
      name: 'password',
      label: 'Password',
      type: 'password',
      autocomplete: 'current-password',
      error: view.error,
      required: true,
      autofocus: true,
      enterkeyhint: 'go',
    }),
    submit('Continue'),
  ])
}

const kept = (view: ReauthenticateView) => [
  hiddenField('return_to', view.return_to),
  hiddenField('level', view.level),
]
