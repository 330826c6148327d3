import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { countCodeGuess, noteRightCode } from '../../risk/code-guesses.ts'
import { codeDoor } from '../../risk/device.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as users from '../../store/people/users.ts'
import { requireCurrentPassword } from '../../users/password/current.ts'
import type { SecondFactorId } from '../method.ts'
import { isGuessable, plain } from '../pending/answers.ts'
import { raise } from '../pending/raise.ts'
import type { SignedIn } from '../proved.ts'
import { secondFactor } from '../second-factors.ts'

/**
 * Whoever has the session shows by the password that they are its person.
 * @throws Problem `invalid_credentials` or `too_many_requests`
 */
export async function confirmWithPassword(
  call: Call,
  who: SessionCaller,
  password: string,
): Promise<SignedIn> {
  const asked = { type: 'session.reauthenticated', pointer: '/password' } as const
  await requireCurrentPassword(call, who, password, asked)
  return raise(call, who, { amr: ['pwd'], own: false })
}

/** Codes that nobody has to send: of an app, and recovery codes, which are longer. */
const byLength = (code: string): SecondFactorId => (code.length > 8 ? 'backup_code' : 'totp')

/**
 * The same by a code of an authenticator app, or a recovery code. Looks are counted for the person, as at a sign-in.
 * @throws Problem `invalid_credentials` or `too_many_requests`
 */
export async function confirmWithCode(call: Call, who: SessionCaller, text: string): Promise<SignedIn> {
  const { app } = call
  const { user_id, session_id } = who
  const answer = plain({ code: text })
  const door = await codeDoor(call, user_id)
  const throttled = await countCodeGuess(app.db, app, door, isGuessable(answer))
  if (throttled) {
    const detail = { reason: 'codes', by: 'session' }
    await record(app.db, call, {
      type: 'sign_in.throttled',
      outcome: 'refused',
      actor: user_id,
      session_id,
      detail,
    })
    throw throttled
  }
  const person = await users.find(app.db, user_id)
  const factor = secondFactor('code' in answer ? byLength(answer.code) : 'totp')
  const proven = person && (await factor.judge(call, person, {}, answer))
  if (!proven) {
    await record(app.db, call, {
      type: 'session.reauthenticated',
      outcome: 'refused',
      actor: user_id,
      session_id,
    })
    const detail = 'This code is not right.'
    throw new Problem('invalid_credentials', { detail, errors: [{ pointer: '/code', detail }] })
  }
  await noteRightCode(app.db, door)
  return raise(call, who, { ...proven, own: true })
}
