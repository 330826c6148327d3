import type { App } from '../app.ts'
import { removeOldest, sealNext, settledThrough } from '../audit/seal.ts'
import { untilDone } from '../store/batches.ts'

/** How busy a process is that leaves sealing for later, of one, and how often in a row it does. */
const busy = 0.7
const mostWaits = 10

/**
 * Once a minute seals what the audit has got since, and removes what has had its time. Requests come first: while the process
 * is busy sealing waits, ten minutes at most. Nothing of it is on the path of a request.
 */
export function auditUpkeep(app: App, stop: () => boolean): () => Promise<void> {
  let load = performance.eventLoopUtilization()
  let before = 0
  let waited = 0

  async function seal(): Promise<void> {
    const { utilization } = performance.eventLoopUtilization(load)
    load = performance.eventLoopUtilization()
    const { through, newest } = await settledThrough(app.db, before)
    before = newest
    if (utilization > busy && ++waited < mostWaits) return
    waited = 0
    await untilDone(() => sealNext(app, through), { batch: 1, stop })
  }

  return async () => {
    await seal()
    const { audit_keep } = app.config
    const oldest = app.now() - audit_keep
    if (audit_keep > 0) await untilDone(() => removeOldest(app, oldest), { batch: 1, stop })
  }
}
