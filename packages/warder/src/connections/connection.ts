import { createPrivateKey, type KeyObject } from 'node:crypto'
import { Problem, type Seconds } from '@warder/protocol'
import type { Call } from '../http/router.ts'
import * as connections from '../store/federation/connections.ts'
import type { ConnectionRow } from '../store/federation/connections.ts'
import { SamlRefused } from '../saml/refused.ts'
import { definitionIn, keysNow, type Definition } from './definition.ts'
import { whyNot, type Standing } from './standing.ts'

/** An identity provider of an organisation, as a request works with it. */
export type Connection = Definition &
  Standing & {
    id: string
    name: string
    title: string
    /** PEM. */
    certificate: string
    /** Who we are there, and where it sends people. */
    entity_id: string
    acs: string
    slo: string
  }

type Here = Pick<Call, 'app' | 'tenant'>

/** The addresses of one of them at a tenant. */
export function addressesOf({ tenant }: Pick<Call, 'tenant'>, name: string) {
  const base = `${tenant.issuer}/auth/saml/${name}`
  return { entity_id: `${base}/metadata`, acs: `${base}/acs`, slo: `${base}/slo`, login: `${base}/login` }
}

export function connectionOf(here: Pick<Call, 'tenant'>, row: ConnectionRow): Connection {
  const { id, name, title, certificate } = row
  const { entity_id, acs, slo } = addressesOf(here, name)
  return { ...definitionIn(row), id, name, title, certificate, entity_id, acs, slo, failure: row.failure }
}

/** The one that a route names, of this tenant alone. @throws Problem `not_found` */
export async function namedConnection(call: Here & Pick<Call, 'params'>): Promise<{
  connection: Connection
  key: KeyObject
}> {
  const row = await connections.findByName(call.app.db, call.tenant.id, call.params['connection'] ?? '')
  if (!row) throw new Problem('not_found', { detail: 'Nobody signs in that way here.' })
  return { connection: connectionOf(call, row), key: keyOf(call, row) }
}

/** Our private key for it. */
export function keyOf(
  { app }: Pick<Call, 'app'>,
  { id, private_key }: Pick<ConnectionRow, 'id' | 'private_key'>,
): KeyObject {
  const opened = app.secrets.open(keyPlace(id), private_key)
  if (!opened) throw new Error(`the key of connection ${id} does not open`)
  return createPrivateKey(opened)
}

export const keyPlace = (id: string): string => `connection-key:${id}`

/** What messages of the provider are held against. @throws SamlRefused where nothing of it counts any more */
export function providerOf(connection: Pick<Definition, 'idp'> & Standing, now: Seconds) {
  const why = whyNot(connection, now)
  if (why !== undefined) throw new SamlRefused(why)
  const { entity_id, certificates } = connection.idp
  return { entity_id, keys: keysNow(certificates, now) }
}
