import { json, redirect } from '../http/answer.ts'
import { unlimited } from '../http/limit.ts'
import { anyone, route, type Guard, type Route } from '../http/router.ts'
import { isDeveloper, notHere } from './here.ts'
import { readiness } from './readiness.ts'

/** The internal listener, or this very machine in development. */
const operators: Guard<null> = (call) => (call.internal || isDeveloper(call) ? null : notHere())

/** What keeps the service running. An area of its own, so that those who only watch load nothing else. */
export const healthRoutes: readonly Route[] = [
  route('GET', '/', unlimited, anyone, 'page', () => redirect('/account')),
  route('GET', '/health', unlimited, anyone, 'problem', () => json({ status: 'ok' })),
  route('GET', '/health/ready', unlimited, anyone, 'problem', async ({ app }) => {
    const answer = await readiness(app)
    return json(answer, { status: answer.status === 'unavailable' ? 503 : 200 })
  }),
  route('GET', '/metrics', unlimited, operators, 'problem', async ({ app }) => {
    const { type, body } = (await app.metrics?.text()) ?? notHere()
    return { status: 200, headers: { 'content-type': type }, body }
  }),
]
