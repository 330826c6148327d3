import { isPairwise, pairwise, type Pairwise } from '@warder/protocol'
import type { App } from '../../app.ts'
import { newKey } from '../../crypto/tokens.ts'
import * as tenants from '../../store/tenants.ts'
import { findClient, type Client } from '../clients/client.ts'

type Parts = Pick<App, 'db' | 'oauth' | 'secrets'>

/** What a client must tell of itself for its people to have the right names. */
export type Sectored = Partial<Pick<Client, 'sector'>>

/** The names that people of a tenant have for single sectors (OIDC Core §8.1). The salt is made at first need and stays. */
export async function namesOf(app: Parts, tenant_id: string): Promise<Pairwise> {
  const known = app.oauth.names.get(tenant_id)
  if (known) return known
  const context = `pairwise_salt:${tenant_id}`
  const stored =
    (await tenants.saltOf(app.db, tenant_id)) ??
    (await tenants.keepSalt(app.db, tenant_id, app.secrets.seal(context, newKey())))
  const salt = app.secrets.open(context, stored)
  if (!salt) throw new Error(`the salt of tenant ${tenant_id} cannot be opened with the present secrets`)
  const names = pairwise(salt)
  app.oauth.names.set(tenant_id, names)
  return names
}

/** Who a person is to a client. @see OIDC Core §8 */
export async function subjectFor(
  app: Parts,
  tenant_id: string,
  { sector }: Sectored,
  user_id: string,
): Promise<string> {
  return sector === undefined ? user_id : (await namesOf(app, tenant_id)).subject(sector, user_id)
}

/** Who is meant by the `sub` that a client was told; undefined for a name that it was not told. */
export async function personOf(
  app: Parts,
  tenant_id: string,
  { sector }: Sectored,
  subject: string,
): Promise<string | undefined> {
  if (sector === undefined) return isPairwise(subject) ? undefined : subject
  return (await namesOf(app, tenant_id)).personOf(sector, subject)
}

/** What a client calls a session of its people, in tokens and where it hears of the end of one: like them, by a name for its sector. */
export const sessionNameFor: typeof subjectFor = (app, tenant_id, client, session_id) =>
  subjectFor(app, tenant_id, client, session_id)

/** Which session is meant by the `sid` that a client was told; undefined for a name that it was not told. */
export const sessionOf: typeof personOf = (app, tenant_id, client, sid) =>
  personOf(app, tenant_id, client, sid)

/** The same for a token, which names the client that it was made for. */
export async function holderIdOf(
  app: Parts & Pick<App, 'now'>,
  tenant_id: string,
  { sub, client_id }: { sub: string; client_id: string },
): Promise<string | undefined> {
  if (!isPairwise(sub)) return sub
  const client = await findClient(app, tenant_id, client_id)
  return client && personOf(app, tenant_id, client, sub)
}
