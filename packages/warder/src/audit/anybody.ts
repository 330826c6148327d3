import type { Call } from '../http/router.ts'
import { limitBucket } from '../http/trusted/client-address.ts'
import { minute } from '../time.ts'
import { record, type AuditEvent } from './audit.ts'

/** Of one kind and one address so many are written down in a window. */
const written = { most: 60, window: minute }

/**
 * Writes down what anybody can cause at no cost, and so could fill the disk with: a few of each kind and address. The log says
 * once in a window that there are more.
 */
export async function recordOfAnybody(
  call: Pick<Call, 'app' | 'tenant' | 'trace'>,
  event: AuditEvent,
): Promise<void> {
  const { app, trace } = call
  const { most, window } = written
  const key = `audit:${event.type}:${limitBucket(trace.address)}`
  const taken = await app.counters.take(key, most, window, app.now())
  if (!taken.ok) return
  if (taken.remaining === 0) {
    const fields = { event: event.type, address: trace.address, count: most }
    app.log.warn(fields, 'an address causes more of these than are written to the audit in a minute')
  }
  await record(app.db, call, event)
}
