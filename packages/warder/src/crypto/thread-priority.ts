import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** As `nice`: where a core is wanted by both, three quarters of it go to whoever only asks who they are. */
const lower = 5

/**
 * Lets hashing stand back. The threads of Node's pool, which do it, get a lower priority than the thread that answers
 * requests: a flood of sign-ins takes what is free of the processor and little of what is not. Linux alone has
 * priorities by thread; elsewhere, and where the system does not let us, everything stays as it was.
 */
export function lowerPoolPriority(): void {
  if (process.platform !== 'linux') return
  try {
    const tasks = '/proc/self/task'
    for (const id of readdirSync(tasks)) {
      if (readFileSync(`${tasks}/${id}/comm`, 'utf8').trim() === 'libuv-worker')
        setPriority(Number(id), lower)
    }
  } catch {
    // It is a matter of speed alone.
  }
}
