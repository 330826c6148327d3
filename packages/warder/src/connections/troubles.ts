import type { Seconds } from '@warder/protocol'
import * as connections from '../store/federation/connections.ts'
import type { Db } from '../store/open.ts'
import { day, isoTime } from '../time.ts'
import { definitionIn, keysNow } from './definition.ts'
import { whyNot } from './standing.ts'

/** So long before nobody can sign in any more it is said. */
const ahead: Seconds = 7 * day

/** How many identity providers there are, and what is wrong with some of them, in a sentence each, for whoever runs the server. */
export async function troubles(db: Db, now: Seconds): Promise<{ count: number; wrong: string[] }> {
  const rows = await connections.everyOne(db)
  return {
    count: rows.length,
    wrong: rows.flatMap((row) => {
      const said = troubleOf(row, now)
      return said === undefined ? [] : `${row.name} (tenant ${row.tenant_id}): ${said}`
    }),
  }
}

type Row = Awaited<ReturnType<typeof connections.everyOne>>[number]

function troubleOf(row: Row, now: Seconds): string | undefined {
  const { idp } = definitionIn(row)
  const { failure, failing_since } = row
  const why = whyNot({ idp, failure }, now)
  if (why === 'withdrawn') return 'it is not in its metadata any more, so nobody signs in with it'
  if (why === 'metadata_expired') return 'its metadata is over, so nobody signs in with it; read it again'
  if (failure !== null)
    return `its metadata cannot be read since ${isoTime(failing_since ?? now)} (${failure})`
  if (keysNow(idp.certificates, now).length === 0) return 'it has no certificate that is valid now'
  if (keysNow(idp.certificates, now + ahead).length === 0)
    return 'its last certificate ends within a week; read its metadata again'
  return undefined
}
