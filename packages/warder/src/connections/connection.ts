import { createPrivateKey, type KeyObject } from 'node:crypto'
import { Problem, type Seconds } from '@warder/protocol'
import type { Call } from '../http/router.ts'
import * as connections from '../store/federation/connections.ts'
import type { ConnectionRow } from '../store/federation/connections.ts'
import { definitionIn, keysNow, type Definition } from './definition.ts'

/** An identity provider of an organisation, as a request works with it. */
export type Connection = Definition & {
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
  return { ...definitionIn(row), id, name, title, certificate, entity_id, acs, slo }
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

/** What messages of the provider are held against. */
export const providerOf = ({ idp }: Pick<Definition, 'idp'>, now: Seconds) => ({
  entity_id: idp.entity_id,
  keys: keysNow(idp.certificates, now),
})
