import type { AuthenticatedBy } from '../caller.ts'
import type { RefusalReason } from '../refusal.ts'

/** One line of the guard's log. It never holds a credential or a query. */
export type GuardEvent = {
  level: 'info' | 'warning'
  event: 'started' | 'accepted' | 'refused'
  message: string
  method?: string
  path?: string
  reason?: RefusalReason
  authenticated_by?: AuthenticatedBy
  subject?: string
  /** The name of a key, or the little of it that may be shown. */
  key?: string
  user_agent?: string
}

const mostRefusals = 10

/** JSON lines on stderr. A flood of wrong credentials must not become a flood of lines. */
export function stderrLog(elapsed: () => number): (event: GuardEvent) => void {
  let second = -1
  let refused = 0
  return (event) => {
    if (event.event === 'refused') {
      const now = Math.floor(elapsed())
      if (now !== second) {
        if (refused > mostRefusals) write({ message: `${refused - mostRefusals} more requests were refused` })
        second = now
        refused = 0
      }
      if (++refused > mostRefusals) return
    }
    write(event)
  }
}

function write(fields: object): void {
  process.stderr.write(`${JSON.stringify({ ...fields, source: '@warder/guard' })}\n`)
}

/**
 * What may be seen of a key: a quarter of it, and eight characters at most. Eight characters of a short key could be
 * all of it.
 */
export function shown(key: string): string {
  return `${key.slice(0, Math.min(8, Math.floor(key.length / 4)))}…`
}
