import { allows, OAuthError } from '@warder/protocol'
import { done, frame } from '../account/frame.ts'
import { redirect, type Answer } from '../http/answer.ts'
import { atFields, formErrors, type FormErrors } from '../http/browser/form-errors.ts'
import { asProblem } from '../http/errors.ts'
import type { ConsoleFrame } from '../pages/console/layout.ts'
import { openSections } from '../pages/console/sections.ts'
import { ask, type Asked } from './ask.ts'
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
    notice: text === undefined ? undefined : { tone: 'good', text },
    elsewhere: { href: '/account', label: 'Your account' },
    may,
    sections: openSections(may, tenant),
  }
}

/** What was wrong with a form, an application's too, which has words of its own. */
export function wrongWith<Name extends string>(error: unknown, fields: readonly Name[]): FormErrors<Name> {
  return formErrors(atFields(error instanceof OAuthError ? asProblem(error) : error), fields)
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

/** The frame of a page that is shown again. */
export function withWrong(call: ConsoleCall, wrong: { whole: string | undefined } | undefined): ConsoleFrame {
  const view = consoleFrame(call)
  return wrong?.whole === undefined ? view : { ...view, notice: { tone: 'bad', text: wrong.whole } }
}
