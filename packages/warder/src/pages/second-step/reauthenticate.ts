import { field, form, hiddenField, submit, type FormView } from '../form.ts'
import { html, type Html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { notice } from '../notice.ts'
import { declining } from '../passkeys/button.ts'
import { elsewherePath, type Elsewhere } from '../sign-in/without-password/elsewhere.ts'
import { fixedEmailField } from '../sign-in/person-fields.ts'
import type { SecondStep } from './mfa.ts'

export type ReauthenticateView = Frame &
  FormView & {
    /** Who is asked. */
    email: string
    /** What they may confirm with. */
    ways: readonly ('password' | SecondStep)[]
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

/** `/reauthenticate`: posts `return_to`, `password`; the other forms post `method` to `/reauthenticate/begin`. */
export function reauthenticatePage(view: ReauthenticateView): string {
  const { ways, words } = view
  const { confirm, notNow, ways: choices } = words.secondStep
  const others = ways.filter((way) => way !== 'password')
  const password = ways.includes('password')

  return sheet(
    { ...view, title: confirm.title, lead: leadOf(view, password), failed: Boolean(view.error) },
    html`${!password && view.error && notice('bad', view.error)} ${password && passwordForm(view)}
      ${
        others.length > 0 &&
        html`<div class="stack">
          ${password && html`<h2 class="soft">${confirm.another}</h2>`}
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
      <div class="links"><a href="${declining(view.return_to)}">${notNow}</a></div>`,
  )
}

/** A link, as those of the page to sign in: what it leads to is nothing that a form of ours could be sent to. */
function again({ words, return_to, interaction }: ReauthenticateView, { title, path }: Elsewhere): Html {
  return html`<div class="stack">
    <a class="button" href="${elsewherePath(path, { interaction, return_to })}"><span>${words.secondStep.confirm.again(title)}</span></a>
  </div>`
}

function leadOf({ words, application, level }: ReauthenticateView, password: boolean) {
  const { confirm } = words.secondStep
  if (application !== undefined && level !== undefined) return confirm.secondStepFor(application)
  if (application !== undefined) return words.signIn.continueTo(application)
  return password ? confirm.password : confirm.anyWay
}

function passwordForm(view: ReauthenticateView): Html {
  return form('/reauthenticate', view, [
    kept(view),
    fixedEmailField(view.words, view.email),
    field({
      name: 'password',
      label: view.words.everyPage.fields.password,
      type: 'password',
      autocomplete: 'current-password',
      error: view.error,
      required: true,
      autofocus: true,
      enterkeyhint: 'go',
    }),
    submit(view.words.everyPage.continue),
  ])
}

const kept = (view: ReauthenticateView) => [
  hiddenField('return_to', view.return_to),
  hiddenField('level', view.level),
]
