import type { Call } from '../http/router.ts'
import * as foreignSessions from '../store/federation/foreign-sessions.ts'
import type { ForeignSession } from '../store/federation/foreign-sessions.ts'
import * as connections from '../store/federation/connections.ts'
import * as oneTimeTokens from '../store/one-time-tokens.ts'
import { minute } from '../time.ts'
import { definitionIn } from './definition.ts'

type Here = Pick<Call, 'app' | 'tenant'>

/** Where a session came from that is told when its person leaves. */
export type ToTell = {
  row: connections.ConnectionRow
  session: ForeignSession
  address: string
}

/** The sign-in elsewhere that a session belongs to, where that wants to hear of its end. Found before the session has ended. */
export async function elsewhereOf({ app, tenant }: Here, session_id: string): Promise<ToTell | undefined> {
  const session = await foreignSessions.find(app.db, session_id)
  const row = session && (await connections.find(app.db, tenant.id, session.connection_id))
  if (!row) return undefined
  const address = definitionIn(row).idp.slo.redirect
  return address === undefined ? undefined : { row, session, address }
}

/** How long the provider may take to send the browser back. */
const lifetime = 10 * minute

export type Left = { connection_id: string; next: string }

/**
 * The address at the identity provider to which the browser brings the news (SAML Profiles §4.4.3.1).
 *
 * @param next where the person goes in the end: a place that was judged
 */
export async function leave(here: Here, { row, session, address }: ToTell, next: string): Promise<string> {
  const { app } = here
  const [{ addressesOf, keyOf }, { redirectAddress }, { logoutRequest }] = await Promise.all([
    import('./connection.ts'),
    import('../saml/messages/bindings.ts'),
    import('../saml/messages/write.ts'),
  ])
  const now = app.now()
  const data: Left = { connection_id: row.id, next }
  const id = await oneTimeTokens.create(app.db, 'saml_logout', { data, expires_at: now + lifetime, now })
  const { entity_id } = addressesOf(here, row.name)
  const { name_id: value, name_format: format, name_qualifier, session_index } = session
  const message = logoutRequest(
    { id, now, destination: address, entity_id },
    {
      name_id: { value, format, qualifier: name_qualifier ?? undefined },
      session_index: session_index ?? undefined,
    },
  )
  return redirectAddress(address, 'SAMLRequest', message, { key: keyOf(here, row) })
}
