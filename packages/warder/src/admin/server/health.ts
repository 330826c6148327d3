import { json } from '../../http/answer.ts'
import { readiness } from '../../operations/readiness.ts'
import { unsentCounts } from '../../store/operations/outbox.ts'
import { waitingCounts } from '../../store/webhooks/deliveries.ts'
import { work } from '../administration.ts'

/** Whether this server can serve, and what is on its way from it: mail and text messages, and messages to webhooks of every tenant. */
export const showHealth = work(async ({ app }) => {
  const { status, checks } = await readiness(app)
  const [messages, webhooks] = await Promise.all([unsentCounts(app.db), waitingCounts(app.db)])
  return json({ status, checks, messages, webhooks })
})
