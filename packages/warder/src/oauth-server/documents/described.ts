import type { Seconds } from '@warder/protocol'
import type { App } from '../../app.ts'
import type { ClientRow } from '../../store/oauth/clients.ts'
import { day } from '../../time.ts'

/** How long what a document said is believed while its address answers nothing. */
const believedFor: Seconds = day

/**
 * A client whose id is the address of a document: as the document says now, and never when an operator has disabled it.
 *
 * @param row what is written down of it, since somebody allowed it something
 */
export async function describedClient(
  app: Pick<App, 'now' | 'oauth'>,
  tenant_id: string,
  client_id: string,
  row: ClientRow | undefined,
): Promise<ClientRow | undefined> {
  if (row && row.disabled_at !== null) return undefined
  const now = app.now()
  const found = await app.oauth.client_documents.of(client_id, now, row !== undefined)
  if (found.kind === 'read') return { ...found.row, tenant_id }
  const lately = row !== undefined && now - row.updated_at < believedFor
  return found.kind === 'unreachable' && lately ? row : undefined
}
