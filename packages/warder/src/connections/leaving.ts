import type { KeyObject } from 'node:crypto'
import { newKey } from '../crypto/tokens.ts'
import type { Call } from '../http/router.ts'
import * as foreignSessions from '../store/federation/foreign-sessions.ts'
import type { ForeignSession } from '../store/federation/foreign-sessions.ts'
import * as connections from '../store/federation/connections.ts'
import * as oneTimeTokens from '../store/one-time-tokens.ts'
import { minute } from '../time.ts'
import { definitionIn, readerOf } from './definition.ts'
import { whyNot } from './standing.ts'

type Here = Pick<Call, 'app' | 'tenant'>

/** Where a session came from that is told when its person leaves. */
export type ToTell = {
  row: connections.ConnectionRow
  session: ForeignSession
  address: string
  /** Who alone is to read the name in it. */
  reader: KeyObject | undefined
}

/** The sign-in elsewhere that a session belongs to, where that wants to hear of its end. Found before the session has ended. */
export async function elsewhereOf({ app, tenant }: Here, session_id: string): Promise<ToTell | undefined> {
  const session = await foreignSessions.find(app.db, session_id)
  const row = session && (await connections.find(app.db, tenant.id, session.connection_id))
  if (!row) return undefined
  const definition = definitionIn(row)
  const { idp, encrypted_names } = definition
  const address = idp.slo.redirect
  // Whoever is no provider any more has nothing to be told, and a name that is to be read by them alone is told to nobody else.
  if (address === undefined || whyNot({ idp, failure: row.failure }, app.now()) !== undefined)
    return undefined
  const reader = encrypted_names ? readerOf(definition, app.now()) : undefined
  return encrypted_names && !reader ? undefined : { row, session, address, reader }
}

/** How long the provider may take to send the browser back. */
const lifetime = 10 * minute

export type Left = { connection_id: string; next: string }

/**
 * The address at the identity provider to which the browser brings the news (SAML Profiles §4.4.3.1).
 *
 * @param next where the person goes in the end: a place that was judged
 */
export async function leave(
  here: Here,
  { row, session, address, reader }: ToTell,
  next: string,
): Promise<string> {
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
      sealing: reader && { to: reader, key: newKey(), nonce: newKey().subarray(0, 12) },
    },
  )
  return redirectAddress(address, 'SAMLRequest', message, { key: keyOf(here, row) })
}
