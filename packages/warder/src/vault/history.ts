import type { Seconds } from '@warder/protocol'
import type { Call } from '../http/router.ts'
import * as auditEvents from '../store/operations/audit-events.ts'

/** One use of a connection, as its person reads it. */
export type ConnectionUse = {
  kind: 'called' | 'token' | 'refused' | 'failed'
  program: string
  when: Seconds
  method: string | undefined
  /** Without its query. */
  url: string | undefined
}

/** Of the last so many uses of all connections of a person, those of one are shown. */
const looked = 500

type Detail = Partial<Record<'connection' | 'method' | 'url', string>>

/** What programs did with a connection of a person, newest first, from the audit. */
export async function usesOf(
  { app }: Call,
  user_id: string,
  connection_id: string,
): Promise<ConnectionUse[]> {
  const rows = await auditEvents.newestOf(app.db, user_id, ['vault.used', 'vault.token'], looked)
  return rows.flatMap(({ type, outcome, actor, time, detail }) => {
    const { connection, method, url } = JSON.parse(detail) as Detail // written in `use/`
    if (connection !== connection_id) return []
    return [{ kind: kindOf(type, outcome), program: actor ?? '', when: time, method, url }]
  })
}

function kindOf(type: string, outcome: string): ConnectionUse['kind'] {
  if (outcome === 'refused' || outcome === 'failed') return outcome
  return type === 'vault.token' ? 'token' : 'called'
}
