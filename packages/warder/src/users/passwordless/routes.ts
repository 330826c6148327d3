import * as z from 'zod'
import { Problem } from '@warder/protocol'
import { json } from '../../http/answer.ts'
import { taking } from '../../http/body.ts'
import { costly, mailing, unlimited } from '../../http/limit.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { person, type SessionCaller } from '../../sessions/guard.ts'
import * as users from '../../store/people/users.ts'
import { passwordField } from '../fields.ts'
import { addPassword } from './add.ts'
import { removePassword } from './remove.ts'
import { standingOf, type Standing } from './state.ts'

const path = '/auth/me/password'
export const newPassword = z.object({ password: passwordField })

/** How somebody stands to their password, and that it comes and goes. To change one is in `users/routes.ts`. */
export const passwordlessRoutes: readonly Route[] = [
  route('GET', path, unlimited, person, 'problem', async (call) => {
    const { state, ways } = await ownStanding(call, call.caller)
    return json({ state, ways })
  }),
  taking('POST', path, costly, person, 'problem', newPassword, async (call, read) => {
    const { password } = await read()
    await addPassword(call, call.caller, password)
    return json({ password_added: true }, { status: 201 })
  }),
  route('DELETE', path, mailing, person, 'problem', async (call) => {
    const { cookies, tokens } = await removePassword(call, call.caller)
    return json({ password_removed: true, ...tokens }, { cookies })
  }),
]

/** Of whoever asks. @throws Problem `not_authenticated` when they are gone meanwhile */
export async function ownStanding(
  { app }: Pick<Call, 'app'>,
  { user_id }: Pick<SessionCaller, 'user_id'>,
): Promise<Standing & { kept_at: number | null }> {
  const user = await users.find(app.db, user_id)
  if (!user) throw new Problem('not_authenticated')
  return { ...(await standingOf(app.db, app.config, user)), kept_at: user.password_kept_at }
}
