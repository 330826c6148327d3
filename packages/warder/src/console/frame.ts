import { allows, OAuthError, Problem } from '@warder/protocol'
import { answer, done, frame } from '../account/frame.ts'
import { redirect, type Answer } from '../http/answer.ts'
import { atFields, formErrors, type FormErrors } from '../http/browser/form-errors.ts'
import { asProblem } from '../http/errors.ts'
import { english } from '../pages/words/en.ts'
import type { ConsoleFrame } from '../pages/console/layout.ts'
import { openSections } from '../pages/console/sections.ts'
import { ask, ofId, type Asked, type Listed } from './ask.ts'
import { firstOpen, type ConsoleCall } from './guard.ts'
import type { Handler } from './row.ts'

/** What whoever administers reads after a form: the word in the query chooses a sentence. */
const outcomes: Record<string, string> = {
  saved: 'Saved.',
  invited: 'The invitation is on its way. The account is made when they accept it.',
  made: 'Made.',
  disabled: 'The account is disabled, and signed out everywhere.',
  enabled: 'The account is enabled. They can sign in again.',
  'locked-down': 'Everybody is shut out of the account. A link to a new password is on its way to its owner.',
  'recovery-sent': 'The link is on its way to them. It works after a delay, and they can stop it.',
  'signed-out': 'That session is signed out.',
  'signed-out-everywhere': 'They are signed out everywhere.',
  'role-given': 'They have that role now.',
  'role-taken': 'They do not have that role any more.',
  deleted: 'Deleted.',
  'application-disabled': 'That application gets nothing any more.',
  'application-enabled': 'That application may work again.',
  'key-ended': 'That API key opens nothing any more.',
  'agent-stopped': 'That agent is stopped. Everything it could reach is closed to it.',
  'agent-started': 'That agent may work again.',
  disconnected: 'Disconnected. What it made stays.',
  rotated: 'New keys are made. The old ones are believed until what they signed has ended.',
  'rotated-at-once': 'New keys are made. What the old ones signed is worthless from now on.',
  retired: 'That key is out of the key set. What it signed is worthless from now on.',
  suspended: 'It is suspended. Nobody finds it, and every access token that it had issued is dead.',
  resumed: 'It goes on. People sign in again with what they had.',
  'tenant-deleted': 'It is gone for everybody. What it had is being erased.',
  'second-factor-on': 'Everybody needs a second step, from their next sign-in on.',
  'second-factor-off': 'Not everybody needs a second step any more.',
  claimed: 'Claimed. Now have its record made, and look whether it is there.',
  verified: 'The record is there. That domain leads to this tenant.',
  'domain-removed': 'That domain is no longer this tenant’s.',
  moved: 'It has its new address. Tell the applications and guards of it.',
  'invited-member': 'The invitation is on its way. It works once, for seven days.',
  'taken-back': 'That invitation is taken back. Its link opens nothing.',
  'member-added': 'They are a member now.',
  'member-removed': 'They are no longer a member.',
  'webhook-stopped': 'It is told nothing any more, until you enable it.',
  'webhook-started': 'It is told again what happens.',
  'sent-again': 'That message is on its way again.',
}

/** To the first page that whoever comes may open. */
export const home: Handler = (call) => {
  const { cookies, session } = call.caller
  return redirect(firstOpen(call, session.permissions)?.path ?? '/account', { cookies })
}

/** What every page of the console is told. */
export function consoleFrame(call: ConsoleCall): ConsoleFrame {
  const text = outcomes[call.url.searchParams.get('done') ?? '']
  const { tenant } = call
  // What is about accounts is nowhere in a tenant that is shared, whatever its roles allow.
  const isHere = (permission: string) =>
    !tenant.shared || !/^(?:users|sessions|connections|provisioners):/.test(permission)
  const may = (permission: string) =>
    isHere(permission) && allows(call.caller.session.permissions, permission)
  return {
    ...frame(call),
    // It is for whoever runs the service, in the language of its documentation.
    words: english,
    notice: text === undefined ? undefined : { tone: 'good', text },
    elsewhere: { href: '/account', label: 'Your account' },
    may,
    sections: openSections(may, tenant),
  }
}

/** What was wrong with a form, an application's too, which has words of its own. */
export function wrongWith<Name extends string>(error: unknown, fields: readonly Name[]): FormErrors<Name> {
  const problem = atFields(error instanceof OAuthError ? asProblem(error) : error)
  const found = formErrors(english, problem, fields)
  // What no field of the page shows is said in whole, by the name that it has.
  const errors = problem instanceof Problem ? (problem.errors ?? []) : []
  if (found.whole === undefined || errors.length === 0) return found
  const said = errors.map(({ pointer, detail }) =>
    /^(?:is|has|must|names) /.test(detail) ? `${pointer.slice(1)} ${detail}.` : detail,
  )
  return { ...found, whole: said.join(' ') }
}

/** A page of a list: of what the row of the API answers, with the place where it goes on. */
export function listing<T>(page: (view: ConsoleFrame & Listed<T>) => string): Handler {
  return async (call, does) => {
    const query = { cursor: call.url.searchParams.get('cursor') }
    const found = (await ask<Listed<T>>(call, does, { query })).value
    return answer(call, page({ ...consoleFrame(call), ...found }))
  }
}

/** A page again, with what could not be done. */
export type Again = (
  call: ConsoleCall,
  wrong?: { whole: string | undefined; status: number },
) => Promise<Answer>

type Done = {
  /** What the row of the API is asked. */
  asked: (call: ConsoleCall) => Asked
  /** Where it leads, when it is done. */
  to: (call: ConsoleCall) => string
  outcome: string
  /** What is shown in place of that, when it could not be. */
  again: Again
}

/** A form that does one thing. */
export function doing({ asked, to, outcome, again }: Done): Handler {
  return async (call, does) => {
    try {
      await ask(call, does, asked(call))
    } catch (error) {
      const { whole, status } = wrongWith(error, [])
      return again(call, { whole, status })
    }
    return done(call, to(call), outcome)
  }
}

type Told<T> = Pick<Done, 'again'> &
  Partial<Pick<Done, 'asked'>> & { told: (call: ConsoleCall, made: T) => Answer }

/** A form whose answer tells something this once, such as a secret: it stands on no page. */
export function telling<T>({ asked = ofId, told, again }: Told<T>): Handler {
  return async (call, does) => {
    let made: T
    try {
      made = (await ask<T>(call, does, asked(call))).value
    } catch (error) {
      return again(call, wrongWith(error, []))
    }
    return told(call, made)
  }
}

/** The frame of a page that is shown again. */
export function withWrong(call: ConsoleCall, wrong: { whole: string | undefined } | undefined): ConsoleFrame {
  const view = consoleFrame(call)
  return wrong?.whole === undefined ? view : { ...view, notice: { tone: 'bad', text: wrong.whole } }
}
