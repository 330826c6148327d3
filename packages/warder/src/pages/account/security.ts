import type { Seconds } from '@warder/protocol'
import { field, focusOn, form, newPasswordField, submit, type Errors } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { errorSummary } from '../notice.ts'
import { time } from '../times.ts'
import { accountLayout, nothing, section, type AccountFrame } from './layout.ts'

export type ActivityEvent = {
  /** What happened, as a person would say it: "Signed in with a password". */
  sentence: string
  when: Seconds
  device: string
  /** True for what the person should look at: a wrong password, a changed address. */
  warning?: boolean | undefined
}

export type SecurityView = AccountFrame & {
  errors?: Errors<'current_password' | 'password'> | undefined
  minLength: number
  events: readonly ActivityEvent[]
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
      lead: 'Your password, and what happened with your account lately.',
      failed,
    },
    html`${section('Password', html`<div class="pad stack">${errorSummary(errors)}${passwordForm(view, errors, failed)}</div>`)}
    ${section(
      'Recent activity',
      view.events.length === 0
        ? nothing('Nothing yet.')
        : html`${view.events.map((event) => activity(event, view.now))}
            <p class="pad soft">
              Something here was not you? Change your password, then
              <a href="/account/sessions">look at your sessions</a>.
            </p>`,
    )}`,
  )
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
      label: 'New password',
      minLength: view.minLength,
      error: errors.password,
      autofocus: focus === 'password',
      enterkeyhint: 'done',
    }),
    submit('Change password'),
  ])
}

function activity(event: ActivityEvent, now: Seconds): Html {
  return html`<div class="row">
    <span class="glyph${event.warning && ' warn'}">${icon(event.warning ? 'alert' : 'clock')}</span>
    <div>
      <b>${event.sentence}</b><br /><small>${time(event.when, now)} · ${outside(event.device)}</small>
    </div>
  </div>`
}
