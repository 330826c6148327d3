import { OAuthError } from '@warder/protocol'
import { permissionsOfScopes, requireGiveable } from '../../access/permissions/giving.ts'
import { record } from '../../audit/audit.ts'
import type { Operator } from '../../audit/operator.ts'
import { digest, newToken } from '../../crypto/tokens.ts'
import * as clients from '../../store/oauth/clients.ts'
import type { ClientRow } from '../../store/oauth/clients.ts'
import type { Db } from '../../store/open.ts'
import { words } from '../../store/words.ts'
import { aboutView, withoutLocalNames } from '../clients/about/about.ts'
import { lookedUp } from '../clients/about/look-up.ts'
import { forgetClient } from '../clients/client.ts'
import { checkedFrontChannel } from '../clients/logout-uris.ts'
import { checkedName, checkedResources, checkedScope, checkedType, checkedUris } from '../clients/metadata.ts'
import { checkFapi } from '../clients/profile.ts'
import { hasSecret } from '../clients/security.ts'
import { holdClient, unknownClient, viewOf, type ClientView, type NewClient } from '../register.ts'
import { revokeClient } from '../revoke.ts'

/** What an operator may change of an application. What is named takes the place of what there was; the rest stays. */
export type ClientChange = Partial<
  Pick<NewClient, 'name' | 'redirect_uris' | 'post_logout_redirect_uris' | 'scope' | 'resources'>
>

/** Clocks of our instances may differ by this much: what another one signs in the next seconds is meant as well. */
const leeway = 5

/**
 * Changes an application. What people allowed it before stays, as far as it may still have that: of a scope or an API that it lost
 * its refresh tokens give nothing more.
 *
 * @throws Problem not_found, precondition_failed or forbidden, OAuthError invalid_client_metadata or invalid_redirect_uri,
 *   saying what to change
 */
export async function changeClient(
  by: Operator,
  client_id: string,
  change: ClientChange,
): Promise<ClientView> {
  const row = await readOwn(by, client_id)
  const columns = columnsOf(row, change)
  requireGiveable(by.holds, permissionsOfScopes(words(columns.scope ?? '')))
  // A document that joins its addresses must name the new ones as well.
  if (change.redirect_uris) await lookedUp(by.app.oauth.fetch, { ...row, ...columns })
  return keep(by, row, columns, Object.keys(change))
}

/**
 * Gives an application another secret. The old one ends at once; tokens stay.
 *
 * @throws Problem not_found or forbidden, OAuthError invalid_client_metadata for one that shows no secret
 */
export async function rotateClientSecret(by: Operator, client_id: string): Promise<ClientView> {
  const row = await readOwn(by, client_id)
  if (!hasSecret(row.token_endpoint_auth_method))
    throw new OAuthError('invalid_client_metadata', 'this application proves itself without a secret')
  const client_secret = newToken('wcs')
  const view = await keep(by, row, { client_secret_hash: digest(client_secret) }, ['client_secret'])
  return { ...view, client_secret }
}

/**
 * Disables an application, whose every token ends, or enables it again; those stay ended.
 *
 * @throws Problem not_found, or forbidden to enable what may do more than they
 */
export async function setClientDisabled(
  by: Operator,
  client_id: string,
  disabled: boolean,
): Promise<ClientView> {
  const row = await (disabled ? read : readOwn)(by, client_id)
  const now = by.app.now()
  return keep(by, row, { disabled_at: disabled ? now : null }, ['disabled'], async (tx) => {
    if (disabled) await revokeClient(tx, by.tenant, client_id, now, { from: now + leeway })
  })
}

async function read({ app, tenant }: Operator, client_id: string): Promise<ClientRow> {
  const row = await clients.find(app.db, tenant.id, client_id)
  if (!row) throw unknownClient()
  return row
}

/**
 * The same for whoever gives it a secret, an address or another life: by that it is theirs, with all that it may do by itself.
 * @throws Problem forbidden
 */
async function readOwn(by: Operator, client_id: string): Promise<ClientRow> {
  const row = await read(by, client_id)
  requireGiveable(by.holds, permissionsOfScopes(words(row.scope)))
  return row
}

function columnsOf(row: ClientRow, change: ClientChange): Partial<ClientRow> {
  const type = checkedType(row.type)
  const resources = change.resources && checkedResources(change.resources)
  const after = change.post_logout_redirect_uris && checkedUris(change.post_logout_redirect_uris, type)
  return {
    ...(change.name !== undefined && {
      client_name: checkedName(change.name),
      about: withoutLocalNames(row),
    }),
    ...(change.redirect_uris && { redirect_uris: JSON.stringify(urisOf(row, change.redirect_uris)) }),
    ...(after && { post_logout_redirect_uris: JSON.stringify(after) }),
    ...(change.scope !== undefined && { scope: checkedScope(type, change.scope) }),
    ...(resources && { resources: JSON.stringify(resources), default_resource: resources[0] ?? null }),
  }
}

/** Redirect URIs that go with what else is registered. */
function urisOf(row: ClientRow, asked: readonly string[]): string[] {
  const uris = checkedUris(asked, checkedType(row.type))
  const refuse = (why: string) => new OAuthError('invalid_redirect_uri', why)
  if (uris.length === 0 && words(row.grant_types).includes('authorization_code'))
    throw refuse('a client that people sign in to needs a redirect URI')
  checkFapi(row.profile, { redirect_uris: uris })
  checkedFrontChannel(row.frontchannel_logout_uri ?? undefined, uris)
  // OIDC Core §8.1: the names that its people have are for this host, where no document joins several.
  const joined = row.sector === null || aboutView(row).sector_identifier_uri !== undefined
  if (!joined && uris.some((uri) => new URL(uri).hostname !== row.sector))
    throw refuse(`its people have names for ${row.sector}: redirect URIs stay on that host`)
  return uris
}

async function keep(
  by: Operator,
  row: ClientRow,
  columns: Partial<ClientRow>,
  changed: string[],
  and: (tx: Db) => Promise<void> = async () => {},
): Promise<ClientView> {
  const { app, tenant } = by
  const { client_id } = row
  const change = { ...columns, updated_at: app.now() }
  await app.db.transaction().execute(async (tx) => {
    await holdClient(tx, by, client_id)
    await clients.update(tx, tenant.id, client_id, change)
    await and(tx)
    await record(tx, by, { type: 'client.updated', outcome: 'succeeded', client_id, detail: { changed } })
  })
  forgetClient(app, tenant.id, client_id)
  return viewOf({ ...row, ...change })
}
