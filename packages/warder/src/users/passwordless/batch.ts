import type { Operator } from '../manage.ts'
import { everybody } from './report.ts'
import { removeIfReady } from './remove.ts'

/** At the same moment, so that they share the waiting for the disk. */
const together = 8

export type Batch = {
  /** People who were ready when they were looked at. */
  ready: number
  /** Of them, whose password is gone now. */
  removed: number
  /** Of them, whose state had changed by then: they keep it. */
  kept: number
}

/**
 * Removes the password of everybody who is ready, each in a transaction of their own that looks again, and mails them.
 * Whatever stops it, the next run goes on: who has no password is not ready any more.
 *
 * @param dry only counts
 * @param progress hears how many passwords are removed, or in a dry run how many people were looked at
 */
export async function removeFromAllReady(
  by: Operator,
  { dry, progress }: { dry: boolean; progress?: (count: number) => void },
): Promise<Batch> {
  const batch: Batch = { ready: 0, removed: 0, kept: 0 }
  let waiting: string[] = []
  for await (const { id, state } of everybody(by, undefined, dry ? progress : undefined)) {
    if (state !== 'ready') continue
    batch.ready++
    if (!dry) waiting.push(id)
    if (waiting.length === together) await remove()
  }
  await remove()
  return batch

  async function remove(): Promise<void> {
    if (waiting.length === 0) return
    const decided = await Promise.all(waiting.map((id) => removeIfReady(by, id)))
    waiting = []
    batch.removed += decided.filter((each) => each === 'removed').length
    batch.kept = batch.ready - batch.removed
    progress?.(batch.removed)
  }
}
