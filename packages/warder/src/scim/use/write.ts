import type { Db } from '../../store/open.ts'
import type { Provisioning } from './guard.ts'

/** Writes something new, in the transaction of all that is written with it. */
export type Writing = (tx: Db) => Promise<void>

/**
 * Writes all or nothing, and nothing any more once the connection has ended.
 *
 * @param begins is told which one is next
 */
export async function writeAtOnce(
  by: Provisioning,
  writings: readonly Writing[],
  begins: (at: number) => void = () => undefined,
): Promise<void> {
  await by.app.db.transaction().execute(async (tx) => {
    await by.acting.hold(tx, undefined)
    for (const [at, write] of writings.entries()) {
      begins(at)
      await write(tx)
    }
  })
}
