import { setTimeout as pause } from 'node:timers/promises'

/** Asks until the answer is yes; for what another process does in its own time. @throws after `ms` milliseconds */
export async function eventually(
  what: string,
  asked: () => boolean | Promise<boolean>,
  ms = 10_000,
): Promise<void> {
  const end = performance.now() + ms
  while (!(await asked())) {
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${what}`)
    await pause(10)
  }
}
