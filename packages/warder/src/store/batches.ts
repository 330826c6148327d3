import { setTimeout as pause } from 'node:timers/promises'

/** How a clean-up goes on: the rows of one statement, and whether it is to leave the rest for another time. */
export type Pace = { batch: number; stop: () => boolean }

/**
 * Repeats a clean-up until there is less than a batch of it. SQLite does one thing after the other, so whoever asks meanwhile
 * waits for one batch; and it rests as long as it works, so that half of the time is theirs.
 *
 * @param remove removes at most so many rows and says how many there were
 */
export async function untilDone(
  remove: (batch: number) => Promise<number>,
  { batch, stop }: Pace,
): Promise<void> {
  for (;;) {
    const began = performance.now()
    if (stop() || (await remove(batch)) < batch) return
    await pause(performance.now() - began)
  }
}
