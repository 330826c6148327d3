import * as z from 'zod'
import type { ConnectionView as Provider } from '../../../../packages/warder/src/connections/view.ts'
import type { RoleView } from '../../../../packages/warder/src/roles/manage.ts'
import type { ConnectionView as Directory } from '../../../../packages/warder/src/scim/connections/connection.ts'
import type { GroupView } from '../../../../packages/warder/src/scim/connections/mapping.ts'
import type { writtenKey } from '../../../../packages/warder/src/signing-keys/rotate.ts'
import type { Report } from '../../../../packages/warder/src/transfer/import.ts'
import type { Found } from '../../../../packages/warder/src/users/manage.ts'
import type { WebhookView } from '../../../../packages/warder/src/webhooks/manage.ts'
import { moment } from './parts.ts'
import { user } from './people.ts'
import { agent, apiKey } from './programs.ts'

const texts = z.array(z.string())
const email = z.string().nullable()

const person = z.object({
  ...user.shape,
  disabled: z.boolean(),
  deactivated: z.boolean(),
  password_change_required: z.boolean(),
}) satisfies z.ZodType<Found>

/** RFC 7591 §2 has more of it, which stands there where it was said. */
const client = z.looseObject({
  client_id: z.string(),
  client_name: z.string(),
  type: z.string(),
  token_endpoint_auth_method: z.string(),
  redirect_uris: texts,
  post_logout_redirect_uris: texts,
  grant_types: texts,
  scope: z.string(),
  resources: texts,
  skip_consent: z.boolean(),
  disabled: z.boolean(),
  created_at: moment,
})

const provider = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  title: z.string(),
  domains: texts,
  attributes: z.object({
    subject: z.string().optional(),
    email: z.string().optional(),
    name: z.string().optional(),
    groups: z.string().optional(),
  }),
  roles: z.record(z.string(), z.string()),
  idp_initiated: z.boolean(),
  sign_requests: z.boolean(),
  signed_assertion: z.boolean(),
  encrypted: z.boolean(),
  cbc: z.boolean(),
  name_id_format: z.enum(['any', 'persistent', 'email', 'transient']),
  authn_contexts: texts,
  multi_factor_contexts: texts,
  same_address: z.boolean(),
  encrypted_names: z.boolean(),
  idp: z.object({
    entity_id: z.string(),
    sso_url: z.string(),
    slo_url: z.string().nullable(),
    certificates_expire_at: z.array(moment),
  }),
  sp: z.object({
    metadata_url: z.string(),
    entity_id: z.string(),
    acs_url: z.string(),
    slo_url: z.string(),
    login_url: z.string(),
  }),
  signed_metadata: z.boolean(),
  metadata: z.object({
    url: z.string().nullable(),
    read_at: moment,
    valid_until: moment.nullable(),
    failing_since: moment.nullable(),
    failure: z.string().nullable(),
    in_force: z.boolean(),
  }),
  created_at: moment,
  updated_at: moment,
}) satisfies z.ZodType<Provider>

const directory = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  on_delete: z.string(),
  vouched: z.boolean(),
  created_at: moment,
  expires_at: moment.nullable(),
  last_used_at: moment.nullable(),
  replaced_until: moment.nullable(),
}) satisfies z.ZodType<Directory>

const webhook = z.object({
  id: z.string(),
  url: z.string(),
  types: texts,
  description: z.string(),
  enabled: z.boolean(),
  disabled_as: z.string().nullable(),
  failing_since: moment.nullable(),
  created_at: moment,
  replaced_until: moment.nullable(),
}) satisfies z.ZodType<WebhookView>

/** What `/api/admin/*` answers. */
export const administrationSchemas = {
  Person: person,
  PersonMade: z.union([person, z.looseObject({ email: z.string(), expires_at: moment })]),
  PersonChanged: z.object({ ...person.shape, confirmation_sent_to: z.string().optional() }),
  Permission: z.object({ name: z.string(), description: z.string() }),
  Role: z.object({
    name: z.string(),
    permissions: texts,
    description: z.string(),
    built_in: z.boolean(),
    created_at: moment.nullable(),
  }) satisfies z.ZodType<RoleView>,
  Client: client,
  ClientMade: z.looseObject({ ...client.shape, client_secret: z.string().optional() }),
  OwnedApiKey: z.object({ ...apiKey.shape, email }),
  OwnedAgent: z.object({ ...agent.shape, email }),
  IdentityProvider: provider,
  Directory: directory,
  DirectoryMade: z.object({ ...directory.shape, token: z.string().optional() }),
  Group: z.object({
    id: z.string(),
    name: z.string(),
    external_id: z.string().nullable(),
    role: z.string().nullable(),
  }) satisfies z.ZodType<GroupView>,
  SigningKey: z.object({
    kid: z.string(),
    alg: z.string(),
    state: z.enum(['published', 'signing', 'verifying', 'removed']),
    created_at: moment,
    active_at: moment,
    retired_at: moment.nullable(),
    removed_at: moment.nullable(),
  }) satisfies z.ZodType<ReturnType<typeof writtenKey>>,
  RotatedKeys: z.object({
    items: z.array(z.looseObject({ kid: z.string(), alg: z.string(), active_at: moment })),
  }),
  Webhook: webhook,
  WebhookMade: z.object({ ...webhook.shape, secret: z.string().optional() }),
  WebhookMessage: z.object({
    id: z.string(),
    type: z.string(),
    created_at: moment,
    attempts: z.number(),
    delivered_at: moment.nullable(),
    failed_at: moment.nullable(),
    next_attempt_at: moment.nullable(),
    last_error: z.string().nullable(),
  }),
  Redelivery: z.object({ id: z.string() }),
  Acting: z.looseObject({
    id: z.string(),
    access_token: z.string(),
    token_type: z.string(),
    expires_in: z.number(),
    scope: z.string().optional(),
  }),
  ImportReport: z.object({
    dry_run: z.boolean(),
    people: z.number(),
    roles: z.number(),
    clients: z.number(),
    existing: z.number(),
    refused: z.number(),
    refusals: z.array(z.object({ line: z.number(), reason: z.string() })),
  }) satisfies z.ZodType<Report>,
  AuditEvent: z.object({
    id: z.string(),
    time: moment,
    type: z.string(),
    outcome: z.string(),
    actor: z.string().nullable(),
    subject: z.string().nullable(),
    client_id: z.string().nullable(),
    session_id: z.string().nullable(),
    request_id: z.string(),
    address: z.string(),
    user_agent: z.string(),
    detail: z.unknown(),
  }),
  RecoverySent: z.object({ works_from: moment, expires_at: moment }),
  Health: z.object({
    status: z.enum(['ok', 'degraded', 'unavailable']),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean() })),
    messages: z.array(z.object({ channel: z.string(), state: z.string(), count: z.number().int() })),
    webhooks: z.object({ waiting: z.number().int(), tried: z.number().int() }),
  }),
  Settings: z.looseObject({ issuer: z.string(), dev: z.boolean(), production: z.boolean() }),
  Status: z.looseObject({
    issuer: z.string(),
    modes: texts,
    methods: texts,
    providers: z.array(z.object({ name: z.string(), title: z.string() })),
    features: z.record(z.string(), z.boolean()),
  }),
} as const
