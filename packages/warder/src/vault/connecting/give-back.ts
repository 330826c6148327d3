import type { Grant, StoredRecord } from '@warder/outbound'
import type { App } from '../../app.ts'
import type { ConnectionRow } from '../../store/vault/connections.ts'
import * as providers from '../../store/vault/providers.ts'
import { grantPlace } from '../sealed-grant.ts'
import { providerOf } from '../providers/provider.ts'
import { sendFor } from '../send.ts'

/** Of many connections to one service, so many are given back at the same time. */
const atOnce = 8

/** `no`: the service has no place where tokens are given back. */
type Outcome = 'yes' | 'no' | 'failed'

/**
 * Gives the tokens of connections that are gone here back to their services (RFC 7009). Call it after the transaction that
 * removed them: a service that does not answer holds nothing up, and does not keep a connection here.
 *
 * @returns how many the services took back
 */
export async function giveBack(app: App, rows: readonly ConnectionRow[]): Promise<number> {
  const outcomes = rows.map(async (row) =>
    giveBackTo(app, await providers.find(app.db, row.tenant_id, row.provider), row),
  )
  return took(await Promise.all(outcomes))
}

/** The same of every connection to one service, some at a time. One that fails is not asked for the rest of them. */
export async function giveBackAllTo(
  app: App,
  provider: providers.ProviderRow,
  rows: readonly ConnectionRow[],
): Promise<number> {
  const left = [...rows]
  const outcomes: Outcome[] = []
  const work = async () => {
    for (let row = left.pop(); row; row = left.pop()) {
      const outcome = await giveBackTo(app, provider, row)
      outcomes.push(outcome)
      if (outcome !== 'yes') left.length = 0
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return took(outcomes)
}

const took = (outcomes: readonly Outcome[]) => outcomes.filter((outcome) => outcome === 'yes').length

async function giveBackTo(
  app: App,
  row: providers.ProviderRow | undefined,
  connection: ConnectionRow,
): Promise<Outcome> {
  try {
    const provider = row && providerOf(app, row)
    const opened = app.secrets.open(grantPlace(connection.id), connection.grant_sealed)
    if (provider?.kind !== 'oauth' || !opened) return 'no'
    const { definition, client_id, auth } = provider
    if (definition.revocation_endpoint === undefined) return 'no'
    const { data } = JSON.parse(opened.toString('utf8')) as StoredRecord // sealed by us
    const { revokeGrant } = await import('@warder/outbound')
    await revokeGrant(data as Grant, {
      server: { tokenEndpoint: definition.token_endpoint },
      revocationEndpoint: definition.revocation_endpoint,
      clientId: client_id,
      auth,
      fetch: sendFor(app),
    })
    return 'yes'
  } catch (error) {
    app.log.warn({ error }, 'a service did not take back the tokens of a connection')
    return 'failed'
  }
}
