import type * as z from 'zod'
import { empty, json } from '../../http/answer.ts'
import { taking } from '../../http/body.ts'
import { requireSameOrigin } from '../../http/browser/csrf.ts'
import { mailing, unlimited } from '../../http/limit.ts'
import { anyone, route, type Call, type Route } from '../../http/router.ts'
import { person, type SessionCaller } from '../../sessions/guard.ts'
import { isoTime } from '../../time.ts'
import { address, link } from '../inputs.ts'
import { askForEmail } from './ask.ts'
import { confirmEmail } from './confirm.ts'
import { listEmails } from './list.ts'
import { makePrimary } from './primary.ts'
import type { PendingEmail } from './pending.ts'
import { removeEmail } from './remove.ts'
import { undoPrimary } from './undo.ts'

/** The addresses of a person, for programs. The pages are in `pages.ts` and under `/account`. */
export const emailRoutes: readonly Route[] = [
  route('GET', '/auth/me/emails', unlimited, person, 'problem', async (call) => {
    const items = (await listEmails(call, call.caller)).map(({ created_at, held_until, ...item }) => ({
      ...item,
      created_at: isoTime(created_at),
      ...(held_until !== null && { held_until: isoTime(held_until) }),
    }))
    return json({ items, next_cursor: null })
  }),
  taking('POST', '/auth/me/emails', mailing, person, 'problem', address, async (call, read) =>
    ask(call, await read(), 'another'),
  ),
  taking('POST', '/auth/me/email', mailing, person, 'problem', address, async (call, read) =>
    ask(call, await read(), 'primary'),
  ),
  taking('POST', '/auth/me/emails/confirm', mailing, person, 'problem', link, async (call, read) => {
    const { token } = await read()
    const { cookies, tokens, email, primary } = await confirmEmail(call, call.caller, token)
    return json({ email, primary, email_verified: true, ...tokens }, { cookies })
  }),
  route('POST', '/auth/me/emails/:id/primary', mailing, person, 'problem', async (call) => {
    const { cookies, tokens } = await makePrimary(call, call.caller, call.params['id'] ?? '')
    return json({ primary: true, ...tokens }, { cookies })
  }),
  route('DELETE', '/auth/me/emails/:id', mailing, person, 'problem', async (call) => {
    await removeEmail(call, call.caller, call.params['id'] ?? '')
    return empty(204)
  }),
  taking('POST', '/auth/undo-email', mailing, anyone, 'problem', link, async (call, read) => {
    requireSameOrigin(call)
    const { token } = await read()
    await undoPrimary(call, token)
    return json({ undone: true })
  }),
]

async function ask(
  call: Call<SessionCaller>,
  { email }: z.output<typeof address>,
  becomes: PendingEmail['becomes'],
) {
  await askForEmail(call, call.caller, email, becomes)
  return json({ accepted: true }, { status: 202 })
}
