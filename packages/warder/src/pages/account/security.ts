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

  const { security, menu } = view.words.account
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: menu.pages.security,
      lead: leadOf(view),
      failed,
      head: passkeyScriptTag(),
    },
    html`${passkeysSection(view.passkeys, view)} ${passwordSection(view, errors, failed)}
    ${view.identities && identitiesSection(view.identities, view)} ${secondStepSection(view.secondStep, view)}
    ${view.phone !== undefined && phoneSection(view.phone ?? undefined, view)}
    ${section(
      security.recent,
      view.events.length === 0
        ? nothing(security.nothing)
        : html`${view.events.map((event) => activityRow(event, view))}
            <p class="pad soft">${security.notYou('/account/sessions')}</p>
            <p class="pad"><a href="/account/activity">${security.everything}</a></p>`,
    )}`,
  )
}

/** How many ways in there are, and what would help: whoever has a single one is locked out without it. */
function leadOf({ words, ways, secondStep }: SecurityView): string {
  const { security } = words.account
  const said = security.ways(ways)
  if (ways < 2) return `${said} ${security.oneMore}`
  // Recovery codes stand beside every second step, whichever it is.
  const alone = secondStep.codes === undefined
  return alone ? `${said} ${security.secondStep}` : said
}

function passwordSection(
  view: SecurityView,
  errors: NonNullable<SecurityView['errors']>,
  failed: boolean,
): Html {
  const { state } = view.password
  const none = state === 'passwordless' || state === 'no-way-in'
  const body = none
    ? noPassword(view.words)
    : html`${errorSummary(view.words, errors)}${passwordForm(view, errors, failed)}`
  return section(
    view.words.account.security.password,
    html`<div class="pad stack">${body}</div>${withoutIt(view.words, state)}`,
  )
}

function passwordForm(
  view: SecurityView,
  errors: NonNullable<SecurityView['errors']>,
  failed: boolean,
): Html {
  const { account, everyPage } = view.words
  const focus = failed && focusOn(errors, ['current_password', 'password'], 'current_password')

  // The hidden address tells password managers whose password changes.
  return form('/account/password', view, [
    html`<input type="text" autocomplete="username" value="${view.user.email}" readonly hidden />`,
    field({
      name: 'current_password',
      label: everyPage.fields.current_password,
      type: 'password',
      autocomplete: 'current-password',
      error: errors.current_password,
      required: true,
      autofocus: focus === 'current_password',
      enterkeyhint: 'next',
    }),
    newPasswordField({
      words: view.words,
      label: everyPage.newPassword,
      minLength: view.password.minLength,
      error: errors.password,
      autofocus: focus === 'password',
      enterkeyhint: 'done',
    }),
    submit(account.security.changePassword),
  ])
}
