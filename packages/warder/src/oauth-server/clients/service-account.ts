import { tokenExchangeGrant } from '@warder/protocol'
import type { ClientRow } from '../../store/oauth/clients.ts'
import type { Db } from '../../store/open.ts'
import * as accounts from '../../store/services/accounts.ts'
import type { ServiceAccountRow } from '../../store/services/accounts.ts'

/** Whether an id is one that a service account has. No application gets such a one. */
export function isAccountId(client_id: string): boolean {
  return client_id.startsWith('svc_')
}

/** A service account as the client that it is, read anew. */
export async function findAccount(db: Db, tenant_id: string, id: string): Promise<ClientRow | undefined> {
  const account = await accounts.find(db, tenant_id, id)
  return account && accountAsClient(account)
}

/**
 * A program that acts for itself, with the scopes and resources of the account. It has no secret as a client has one:
 * what it proves itself by is looked at in `service-accounts/use/`.
 */
export function accountAsClient(account: ServiceAccountRow): ClientRow {
  const [first] = JSON.parse(account.resources) as string[] // written by `service-accounts/`
  return {
    ...plain,
    client_id: account.id,
    tenant_id: account.tenant_id,
    client_name: account.name,
    scope: account.scope,
    access_token_claims: account.token_claims,
    default_resource: first ?? null,
    resources: account.resources,
    disabled_at: account.disabled_at,
    created_at: account.created_at,
    updated_at: account.updated_at,
  }
}

/** Nobody signs in to it, nothing is fetched for it, and nothing of it is on a page. */
const plain = {
  type: 'machine',
  client_secret_hash: null,
  token_endpoint_auth_method: 'client_secret_basic',
  redirect_uris: '[]',
  post_logout_redirect_uris: '[]',
  backchannel_logout_uri: null,
  frontchannel_logout_uri: null,
  grant_types: `client_credentials ${tokenExchangeGrant}`,
  response_types: '',
  application_type: 'web',
  id_token_signed_response_alg: 'ES256',
  access_token_signed_response_alg: 'ES256',
  access_token_format: 'jwt',
  default_acr_values: '',
  jwks: null,
  jwks_uri: null,
  tls_client_auth: null,
  certificate_bound_at: null,
  dpop_bound_at: null,
  require_par_at: null,
  require_request_object_at: null,
  response_modes: '',
  authorization_signed_response_alg: null,
  authorization_details_types: '',
  token_exchange: null,
  backchannel: null,
  introspection_signed_response_alg: null,
  profile: null,
  sector: null,
  userinfo_signed_response_alg: null,
  request_object_signing_alg: null,
  token_endpoint_auth_signing_alg: null,
  default_max_age: null,
  about: null,
  logo: null,
  require_pkce_at: null,
  skip_consent_at: null,
  registered_at: null,
  registration_token_hash: null,
} satisfies Partial<ClientRow>
