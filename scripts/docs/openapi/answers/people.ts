import * as z from 'zod'
import type { IssuedTokens } from '../../../../packages/warder/src/oauth-server/issue.ts'
import type { writtenSessions } from '../../../../packages/warder/src/sessions/list.ts'
import type { UserView } from '../../../../packages/warder/src/users/profile.ts'
import { moment, moments } from './parts.ts'

const temp_token = z.string()
const documents = z.array(
  z.object({ id: z.string(), version: z.string(), url: z.string(), text: z.string() }),
)

export const user = z.object({
  id: z.string(),
  email: z.string(),
  full_name: z.string(),
  locale: z.string().nullable(),
  roles: z.array(z.string()),
  permissions: z.array(z.string()),
  tenant_id: z.string(),
  email_verified: z.boolean(),
  mfa_enabled: z.boolean(),
  created_at: moment,
  last_login: moment.nullable(),
}) satisfies z.ZodType<UserView>

const tokens = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number().int(),
}) satisfies z.ZodType<IssuedTokens>

/** Something else is asked for before somebody is in: a second step, one to be set up, or an agreement. */
const unfinished = [
  z.looseObject({ mfa_required: z.literal(true), temp_token, mfa_types: z.array(z.string()) }),
  z.object({ consent_required: z.literal(true), temp_token, consents: documents }),
] as const

const session = z.object({
  id: z.string(),
  current: z.boolean(),
  device: z.string(),
  address: z.string(),
  place: z.object({ country: z.string(), city: z.string().nullable() }).nullable(),
  amr: z.array(z.string()),
  created_at: moment,
  last_seen_at: moment,
  expires_at: moment,
}) satisfies z.ZodType<ReturnType<typeof writtenSessions>['items'][number]>

const passkey = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  device: z.string().nullable(),
  synced: z.boolean(),
  ...moments,
})

const authenticator = z.object({ id: z.string(), name: z.string(), ...moments })

const phone = z.object({
  phone: z.string().nullable(),
  sign_in: z.boolean().optional(),
  second_step: z.boolean().optional(),
  created_at: moment.optional(),
})

const codes = z.object({ backup_codes: z.array(z.string()) })

/** What `/auth/*` answers. Each is a schema of the document by its name. */
export const peopleSchemas = {
  User: user,
  Tokens: tokens,
  SignIn: z.union([tokens, z.object({ user }), ...unfinished]),
  Registered: z.object({
    id: z.string(),
    email: z.string(),
    full_name: z.string(),
    email_verified: z.literal(false),
    created_at: moment,
  }),
  EmailVerified: z.object({ email: z.string(), email_verified: z.literal(true) }),
  Accepted: z.looseObject({ accepted: z.literal(true) }),
  PasswordChanged: z.object({ password_changed: z.literal(true), ...tokens.partial().shape }),
  Challenge: z.looseObject({ challenge_id: z.string() }),
  Reauthenticated: z.object({ reauthenticated: z.literal(true), ...tokens.partial().shape }),
  SignedOut: z.object({ user: z.null() }),
  CsrfToken: z.object({ csrf_token: z.string() }),
  Session: session,
  OwnTenant: z.object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    issuer: z.string(),
    current: z.boolean(),
  }),
  PersonalEvent: z.object({
    id: z.string(),
    type: z.string(),
    sentence: z.string(),
    outcome: z.string(),
    time: moment,
    device: z.string().nullable(),
    address: z.string().nullable(),
    place: z.object({ country: z.string(), city: z.string().nullable() }).nullable(),
  }),
  Email: z.object({
    id: z.string(),
    email: z.string(),
    primary: z.boolean(),
    verified: z.boolean(),
    created_at: moment,
    held_until: moment.optional(),
  }),
  EmailConfirmed: z.object({
    email: z.string(),
    primary: z.boolean(),
    email_verified: z.literal(true),
    ...tokens.partial().shape,
  }),
  EmailPrimary: z.object({ primary: z.literal(true), ...tokens.partial().shape }),
  Undone: z.object({ undone: z.literal(true) }),
  Passkey: passkey,
  Passkeys: z.object({
    items: z.array(passkey),
    next_cursor: z.null(),
    rp_id: z.string(),
    user_handle: z.string().nullable(),
    accepted_credential_ids: z.array(z.string()),
  }),
  PasskeyRemoved: z.object({
    rp_id: z.string(),
    user_id: z.string().nullable(),
    accepted_credential_ids: z.array(z.string()),
  }),
  PasskeyOptions: z.object({ challenge_id: z.string(), publicKey: z.looseObject({ challenge: z.string() }) }),
  PasskeyMade: z.looseObject({ ...passkey.shape, ...codes.shape }),
  Authenticator: authenticator,
  AuthenticatorBegun: z.object({
    id: z.string(),
    secret: z.string(),
    otpauth_uri: z.string(),
    qr_code: z.string(),
  }),
  AuthenticatorMade: z.looseObject({ id: z.string(), name: z.string(), ...codes.shape }),
  RecoveryCodes: codes,
  RecoveryCodesLeft: z.object({ left: z.number().int() }),
  Phone: phone,
  PhoneChanged: z.looseObject({ ...phone.shape, ...codes.partial().shape }),
  PasswordState: z.object({ state: z.string(), ways: z.array(z.unknown()) }),
  PasswordAdded: z.object({ password_added: z.literal(true) }),
  PasswordRemoved: z.object({ password_removed: z.literal(true), ...tokens.partial().shape }),
  Consents: z.object({
    documents: z.array(
      z.object({
        ...documents.element.shape,
        required: z.boolean(),
        state: z.string(),
        answered_version: z.string().nullable(),
        answered_at: moment.nullable(),
      }),
    ),
    items: z.array(
      z.object({
        document: z.string(),
        version: z.string(),
        action: z.string(),
        source: z.string(),
        recorded_at: moment,
      }),
    ),
    next_cursor: z.string().nullable(),
  }),
} as const
