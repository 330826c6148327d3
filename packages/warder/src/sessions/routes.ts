import * as z from 'zod'
import { empty, json } from '../http/answer.ts'
import { taking, takingIfSent, tokenField } from '../http/body.ts'
import { csrfToken, visitOf } from '../http/browser/csrf.ts'
import { unlimited } from '../http/limit.ts'
import { anyone, route, type Route } from '../http/router.ts'
import { refreshSession } from '../oauth-server/issue.ts'
import { endRefreshToken, endSession, forgetting, revokeSession, revokeSessions } from './end.ts'
import { cookieSession, findHeldSession, person, personEvenSuspect } from './guard.ts'
import { listSessions, writtenSessions } from './list.ts'

const refreshBody = z.object({ refresh_token: tokenField })
const logoutBody = z.object({ refresh_token: tokenField.optional(), all: z.literal(true).optional() })

/** Staying signed in, seeing where, and leaving. */
export const sessionRoutes: readonly Route[] = [
  route('GET', '/auth/csrf', unlimited, anyone, 'problem', async (call) => {
    const session = await findHeldSession(call)
    if (session) return json({ csrf_token: csrfToken(call.app, `session:${session.session_id}`) })
    const { binding, cookies } = visitOf(call)
    return json({ csrf_token: csrfToken(call.app, binding) }, { cookies })
  }),
  taking('POST', '/auth/refresh', unlimited, anyone, 'problem', refreshBody, async (call, read) => {
    const { refresh_token } = await read()
    return json(await refreshSession(call, refresh_token))
  }),
  takingIfSent(
    'POST',
    '/auth/logout',
    unlimited,
    personEvenSuspect,
    'problem',
    logoutBody,
    async (call, read) => {
      const body = await read()
      if (body.all) await revokeSessions(call, call.caller, 'all')
      else await endSession(call, call.caller)
      if (body.refresh_token !== undefined) await endRefreshToken(call, call.caller, body.refresh_token)
      return empty(204, call.caller.via === 'cookie' ? forgetting(call) : {})
    },
  ),
  route('POST', '/auth/logout/session', unlimited, cookieSession, 'problem', async (call) => {
    return json({ user: null }, await endSession(call, call.caller))
  }),
  route('GET', '/auth/sessions', unlimited, person, 'problem', async (call) => {
    return json(writtenSessions(await listSessions(call, call.caller)))
  }),
  route('DELETE', '/auth/sessions/:id', unlimited, person, 'problem', async (call) => {
    await revokeSession(call, call.caller, call.params['id'] ?? '')
    return empty(204)
  }),
  route('DELETE', '/auth/sessions', unlimited, person, 'problem', async (call) => {
    await revokeSessions(call, call.caller, 'others')
    return empty(204)
  }),
]
