import { field, focusOn, form, newPasswordField, submit, type Errors } from '../form.ts'
import { html, type Html } from '../html.ts'
import { errorSummary } from '../notice.ts'
import { activityRow, type ActivityEvent } from './activity.ts'
import { identitiesSection, type IdentitiesView } from './identities/section.ts'
import { phoneSection, type PhoneRow } from './phone.ts'
import { passkeyScriptTag } from '../passkeys/script.ts'
import { noPassword, withoutIt, type PasswordState } from './passwordless/section.ts'
import { passkeysSection, type PasskeysView } from './passkeys/section.ts'
import { secondStepSection, type SecondStepView } from './second-step/section.ts'
import { accountLayout, nothing, section, type AccountFrame } from './layout.ts'

/** How the person stands to their password, and how long a new one has to be. */
export type PasswordView = { state: PasswordState; minLength: number }

export type SecurityView = AccountFrame & {
  errors?: Errors<'current_password' | 'password'> | undefined
  password: PasswordView
  events: readonly ActivityEvent[]
  passkeys: PasskeysView
  secondStep: SecondStepView
  /** Null for somebody who has none, undefined where nobody may. */
  phone?: PhoneRow | null | undefined
  /** Undefined where nobody can have any. */
  identities?: IdentitiesView | undefined
  /** How many ways in the person has, a second step not counted. */
  ways: number
}

/** `/account/security`: posts `current_password`, `password` to `/account/password`; shows what happened lately. */
export function securityPage(view: SecurityView): string {
  const errors = view.errors ?? {}
  const failed = Object.values(errors).some(Boolean)

  return accountLayout(
    view,
    {
      path: '/account/security',
      title: 'Security',
      lead: leadOf(view),
      failed,
      head: passkeyScriptTag(),
    },
    html`${passkeysSection(view.passkeys, view)} ${passwordSection(view, errors, failed)}
    ${view.identities && identitiesSection(view.identities, view)} ${secondStepSection(view.secondStep, view)}
    ${view.phone !== undefined && phoneSection(view.phone ?? undefined, view.now)}
    ${section(
      'Recent activity',
      view.events.length === 0
        ? nothing('Nothing yet.')
        : html`${view.events.map((event) => activityRow(event, view.now))}
            <p class="pad soft">
              Something here was not you? Change your password, then
              <a href="/account/sessions">look at your sessions</a>.
            </p>
            <p class="pad"><a href="/account/activity">Show everything</a></p>`,
    )}`,
  )
}

const numbers = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine']

/** How many ways in there are, and what would help: whoever has a single one is locked out without it. */
function leadOf({ ways, secondStep }: SecurityView): string {
  const count = numbers[ways] ?? String(ways)
  const said = `${count} ${ways === 1 ? 'way' : 'ways'} to sign in ${ways === 1 ? 'is' : 'are'} set up.`
  if (ways < 2) return `${said} Another one would let you in if you lose it.`
  // Recovery codes stand beside every second step, whichever it is.
  const alone = secondStep.codes === undefined
  return alone ? `${said} A second step would keep others out.` : said
}

function passwordSection(
  view: SecurityView,
  errors: NonNullable<SecurityView['errors']>,
  failed: boolean,
): Html {
  const { state } = view.password
  const none = state === 'passwordless' || state === 'no-way-in'
  const body = none
    ? noPassword()
    : html`${errorSummary(view.words, errors)}${passwordForm(view, errors, failed)}`
  return section('Password', html`<div class="pad stack">${body}</div>${withoutIt(state)}`)
}

function passwordForm(
  view: SecurityView,
  errors: NonNullable<SecurityView['errors']>,
  failed: boolean,
): Html {
  const focus = failed && focusOn(errors, ['current_password', 'password'], 'current_password')

  // The hidden address tells password managers whose password changes.
  return form('/account/password', view, [
    html`<input type="text" autocomplete="username" value="${view.user.email}" readonly hidden />`,
    field({
      name: 'current_password',
      label: 'Current password',
      type: 'password',
      autocomplete: 'current-password',
      error: errors.current_password,
      required: true,
      autofocus: focus === 'current_password',
      enterkeyhint: 'next',
    }),
    newPasswordField({
      words: view.words,
      label: 'New password',
      minLength: view.password.minLength,
      error: errors.password,
      autofocus: focus === 'password',
      enterkeyhint: 'done',
    }),
    submit('Change password'),
  ])
}
