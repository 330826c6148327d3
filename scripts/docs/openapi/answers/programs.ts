import * as z from 'zod'
import type { writtenAgent } from '../../../../packages/warder/src/agents/agent.ts'
import type { writtenKey } from '../../../../packages/warder/src/api-keys/key.ts'
import type { Usage } from '../../../../packages/warder/src/api-keys/usage.ts'
import type { AccountView } from '../../../../packages/warder/src/service-accounts/account.ts'
import type { writtenConnection } from '../../../../packages/warder/src/vault/connection.ts'
import { moment, moments } from './parts.ts'

const texts = z.array(z.string())

export const apiKey = z.object({
  id: z.string(),
  owner: z.object({ type: z.enum(['person', 'service_account', 'tenant']), id: z.string() }),
  prefix: z.string(),
  name: z.string(),
  scopes: texts,
  environment: z.enum(['live', 'test']),
  ip_allowlist: texts,
  ...moments,
  expires_at: moment.nullable(),
  use_count: z.number().int(),
  status: z.enum(['active', 'expired']),
  replaced_until: moment.nullable(),
}) satisfies z.ZodType<ReturnType<typeof writtenKey>>

export const serviceAccount = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  scopes: texts,
  resources: texts,
  token_claims: texts,
  disabled: z.boolean(),
  created_by: z.string().nullable(),
  created_at: moment,
  updated_at: moment,
}) satisfies z.ZodType<AccountView>

const credential = z.object({
  id: z.string(),
  type: z.enum(['jwt', 'rotating_secret', 'public_key']),
  name: z.string(),
  version: z.number().int(),
  status: z.enum(['active', 'expired']),
  jwks: z.unknown().optional(),
  jwks_uri: z.string().optional(),
  ...moments,
  issued_at: moment,
  expires_at: moment.nullable(),
  replaced_until: moment.nullable(),
})

export const agent = z.object({
  id: z.string(),
  owner: z.object({ type: z.enum(['person', 'tenant']), id: z.string() }),
  name: z.string(),
  purpose: z.string(),
  status: z.enum(['active', 'stopped']),
  public_keys: z.array(z.unknown()),
  scopes: texts,
  actions: texts,
  sensitive_actions: texts,
  workspaces: texts,
  runtimes: texts,
  resources: texts,
  max_token_lifetime_seconds: z.number().int(),
  on_behalf_of_owner: z.boolean(),
  ...moments,
  updated_at: moment,
}) satisfies z.ZodType<ReturnType<typeof writtenAgent>>

const connection = z.object({
  id: z.string(),
  provider: z.string(),
  title: z.string(),
  scopes: texts,
  status: z.enum(['active', 'reconnect_required']),
  resource: z.string(),
  connected_at: moment,
  last_used_at: moment.nullable(),
  programs: z.array(
    z.object({
      id: z.string(),
      methods: texts,
      hand_over: z.boolean(),
      allowed_at: moment,
      last_used_at: moment.nullable(),
    }),
  ),
}) satisfies z.ZodType<ReturnType<typeof writtenConnection>>

const toConnect = z.object({ provider: z.string(), connect_url: z.string() })

/** What `/api/keys`, `/api/service-accounts`, `/api/agents` and `/api/vault` answer. */
export const programSchemas = {
  ApiKey: apiKey,
  ApiKeyMade: z.object({ ...apiKey.shape, key: z.string().optional() }),
  ApiKeyUsage: z.object({
    id: z.string(),
    from: z.string(),
    to: z.string(),
    total: z.number().int(),
    items: z.array(z.object({ date: z.string(), uses: z.number().int() })),
  }) satisfies z.ZodType<Usage>,
  ApiKeyVerified: z.looseObject({ active: z.boolean() }),
  ServiceAccount: serviceAccount,
  ServiceCredential: credential,
  ServiceCredentialMade: z.looseObject(credential.shape),
  WorkloadTrust: z.object({
    id: z.string(),
    name: z.string(),
    issuer: z.string(),
    audience: z.string(),
    subject: z.string(),
    claims: z.record(z.string(), z.string()),
    jwks: z.unknown().optional(),
    single_use: z.boolean(),
    ...moments,
  }),
  Agent: agent,
  AgentToken: z.object({
    access_token: z.string(),
    token_type: z.enum(['Bearer', 'DPoP']),
    expires_in: z.number().int(),
    scope: z.string(),
  }),
  AgentAsked: z.object({
    status: z.literal('authorization_pending'),
    auth_req_id: z.string(),
    expires_in: z.number().int(),
    interval: z.number().int(),
  }),
  VaultConnection: connection,
  VaultConnections: z.object({
    items: z.array(connection),
    providers: z.array(z.object({ name: z.string(), title: z.string(), connect_url: z.string() })),
  }),
  VaultToConnect: toConnect,
  VaultAnswer: z.object({
    status: z.number().int(),
    headers: z.record(z.string(), z.string()),
    body: z.string().optional(),
    body_base64: z.string().optional(),
  }),
} as const
