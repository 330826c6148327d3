import type { DetailType, Seconds } from '@warder/protocol'
import type { ConsentDocument } from './areas/privacy/documents.ts'
import type { SignInProvider } from './areas/sign-in-with/provider.ts'
import type { OwnPages } from './kinds/page.ts'
import type { SmsProvider } from './kinds/sms.ts'

/** How talkative the log is, quietest last. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

/** What an unusual sign-in leads to, mildest first: nothing, a mail, a mailed code, a refusal. */
export const riskActions = ['off', 'notify', 'step-up', 'block'] as const
export type RiskAction = (typeof riskActions)[number]

export type RiskConfig = Readonly<Record<'new_device' | 'new_country' | 'impossible_travel', RiskAction>>

/** The languages that mail is written in. */
export const locales = ['en', 'de', 'fr', 'es', 'pt'] as const
export type Locale = (typeof locales)[number]

/** Argon2id and the rules of a new password. @see OWASP Password Storage Cheat Sheet, NIST SP 800-63B-4 §3.1.1.2 */
export type PasswordConfig = {
  memory_kib: number
  passes: number
  lanes: number
  min_length: number
  max_bytes: number
  /** Least strength by zxcvbn, 0 to 4; the common-password list holds at 0 too. */
  min_score: number
  /** Hashes that may wait; the next caller is told to come back later. */
  queue: number
}

/** How the certificates of applications reach us. */
export type ClientCertificateConfig = {
  /** From a trusted proxy. */
  header?: string
  /** At a port where we end TLS ourselves; files in PEM format, by their whole path. */
  listener?: { port: number; certificate: string; key: string }
  /** Where the endpoints are that ask for one, where that is not the issuer's own origin. */
  origin?: string
  /** A file of the authorities that may have made them, in PEM format. */
  authorities?: string
}

/** Who must have a second factor: whoever set one up is asked for it, or everybody must set one up. */
export const secondFactorPolicies = ['when-set-up', 'required'] as const

export type SecondFactorConfig = {
  policy: (typeof secondFactorPolicies)[number]
  /** Roles whose holders must have one. */
  roles: string[]
  /** How long a browser may be trusted not to be asked again; 0 is never. */
  trust_device: Seconds
}

/** What happens to a passkey that seems to be a copy: it is not taken, or it is and its person is told. */
export const signCountPolicies = ['refuse', 'report'] as const

/** Whether the maker of an authenticator has to vouch for it. */
export const attestationPolicies = ['none', 'direct'] as const

export type PasskeyConfig = {
  rp_id: string
  /** Beside the issuer's own. */
  origins: string[]
  /** Of pages that may hold ours in a frame. */
  cross_origin: string[]
  sign_count: (typeof signCountPolicies)[number]
  attestation: (typeof attestationPolicies)[number]
  /** A file of certificates in PEM format, by its whole path. */
  attestation_roots?: string
  /** Models by AAGUID; none is every one. */
  allowed_authenticators: string[]
}

/** What signs somebody in that is sent to them. */
export type WithoutPasswordConfig = { magic_link: boolean; otp_email: boolean; otp_sms: boolean }

/** How long sessions last, how many a person may have, and what is done about one that changed hands. */
export type SessionConfig = {
  /** Of those whose person asked to stay signed in, and of programs. */
  idle: Seconds
  absolute: Seconds
  /** Of all others. */
  short_idle: Seconds
  short_absolute: Seconds
  /** Of one person at a time; 0 is no limit. */
  max: number
  when_full: WhenFull
  hijack: HijackPolicy
  /** How long a session check may be remembered. */
  cache: Seconds
}

export const whenFull = ['drop-oldest', 'refuse'] as const
export type WhenFull = (typeof whenFull)[number]

export const hijackPolicies = ['off', 'observe', 'step-up', 'revoke'] as const
export type HijackPolicy = (typeof hijackPolicies)[number]

/** Calls per minute and address, by the name of the limit in `http/limit.ts`. */
export type LimitConfig = {
  costly: number
  mailing: number
  waiting: number
  wrong_keys: number
  verifying: number
}

/** The API keys that people make for their programs. */
export type ApiKeyConfig = {
  /** Of one person that work at a time. */
  max: number
  /** 0 is no limit. */
  max_lifetime: Seconds
  /** What everybody may give to a key, beside what their roles allow. */
  scopes: string[]
}

/** Who may sign assertions in the name of people, beside applications themselves. */
export type AssertionIssuer = { issuer: string; jwks_uri: string }

/** What people are asked by applications and agents while they are somewhere else. */
export type ApprovalConfig = {
  lifetime: Seconds
  /** Questions to one person in ten minutes. */
  most: number
  /** How fresh the sign-in of who says yes must be. */
  recent: Seconds
}

/** How a request names its tenant, beside its path. */
export type TenantConfig = {
  /** Each tenant has the host of its slug below it. */
  base_domain?: string
  /** In which a trusted proxy names one. */
  header?: string
  /** Who is asked about domains; none is those of the system. */
  dns_servers: string[]
}

/** The agents that people register. */
export type AgentConfig = {
  /** Of one person. */
  max: number
  /** Of their tokens. */
  max_lifetime: Seconds
  /** What everybody may give to an agent, beside what their roles allow. */
  scopes: string[]
  /** The APIs that their tokens may be for, as resources. */
  resources: string[]
}

/** Programs with an identity of their own. */
export type ServiceAccountConfig = {
  /** Of one tenant. */
  max: number
  /** How long a rotating secret works where nobody said otherwise. */
  secret_lifetime: Seconds
}

export const challengeModes = ['auto', 'off', 'always'] as const
export type ChallengeMode = (typeof challengeModes)[number]

/** When a device that nobody knows has to do some work before its sign-in is looked at, and how much. */
export type ChallengeConfig = {
  mode: ChallengeMode
  /** Leading zero bits of each digest of a solution; pressure adds to it. */
  bits: number
  /** Failed sign-ins of one address in ten minutes that raise pressure on it. */
  failures: number
  /** Failed sign-ins from everywhere in a minute that raise pressure on all. */
  failures_overall: number
}

/** Where new passwords are looked up among stolen ones. With neither source nobody is asked. */
export type BreachConfig = {
  /** Base URL of a range query by k-anonymity. */
  api_url?: string
  /** File made by `warder breach build`. */
  filter?: string
  /** What happens to a new password that could not be looked up. */
  on_failure: 'open' | 'closed'
}

export const signUpPolicies = ['open', 'invited', 'closed'] as const

export const registrationPolicies = ['closed', 'token', 'open'] as const
export type RegistrationPolicy = (typeof registrationPolicies)[number]

/** Which applications may describe themselves: none, all, or those of these hosts. */
export type DocumentPolicy = 'off' | 'on' | readonly string[]

/** Sets of settings for one purpose. */
export const profiles = ['oidc_conformance'] as const
export type Profile = (typeof profiles)[number]

/**
 * Everything Warder can be told from outside, read once at start and validated. Nothing else in the
 * program reads the environment. `loadConfig` makes it; the table in `settings.ts` documents it.
 */
export type Config = {
  /** Public base URL, without a path and without a slash at the end. */
  issuer: string
  origin: string
  dev: boolean
  /** What it is run for, where that is not to serve people. */
  profile?: Profile
  /** NODE_ENV is `production`. */
  production: boolean
  host: string
  /** True when neither host nor issuer was chosen: both loopback addresses are listened on. */
  both_loopbacks: boolean
  port: number
  internal_port?: number
  data_dir: string
  /** `sqlite:PATH` or `postgres://…`. */
  database_url: string
  /** How long a start waits for a PostgreSQL that is not there yet. */
  database_wait: Seconds
  /** Valkey or Redis, `redis://…` or `rediss://…`; it may hold a password. */
  redis_url?: string
  /** Keys of at least 32 bytes. The first seals, all of them open. */
  secrets: Buffer[]
  log_level: LogLevel
  smtp_url?: string
  mail_from: string
  sms?: SmsProvider
  /** Of one tenant. */
  sms_per_hour: number
  /** By their two letters; none is every one. */
  sms_countries: string[]
  /** CIDR blocks whose X-Forwarded-* headers are believed. */
  trusted_proxies: string[]
  client_certificate: ClientCertificateConfig
  /** Host names that requests may carry; the issuer's is always among them. */
  trusted_hosts: string[]
  tenants: TenantConfig
  cors_origins: string[]
  /** The first administrator, made at the first start only. */
  admin?: { email: string; password: string }
  /** `locale` is the language for people who told none, `color` as on the web, `logo` a file. */
  brand: { name: string; locale: Locale; color?: string; logo?: string }
  password: PasswordConfig
  breach: BreachConfig
  /** CIDR blocks of private destinations that server-side fetches may reach. */
  allow_networks: string[]
  session: SessionConfig
  own_pages: OwnPages
  /** Who gets an account without an operator making it. */
  sign_up: (typeof signUpPolicies)[number]
  second_factor: SecondFactorConfig
  /** How long a recovery link waits before it works. */
  recovery_delay: Seconds
  passkey: PasskeyConfig
  without_password: WithoutPasswordConfig
  /** Where else people have an account that signs them in. */
  sign_in_with: readonly SignInProvider[]
  /** What people agree to. */
  consents: readonly ConsentDocument[]
  /** How long events stay in the audit; 0 is for ever. */
  audit_keep: Seconds
  limits: LimitConfig
  api_keys: ApiKeyConfig
  service_accounts: ServiceAccountConfig
  agents: AgentConfig
  /** How many may act for one another in one token. */
  token_exchange_depth: number
  assertion_issuers: readonly AssertionIssuer[]
  approvals: ApprovalConfig
  challenge: ChallengeConfig
  /** A file in MaxMind format, by its whole path. */
  place_database?: string
  risk: RiskConfig
  /** Which applications may register themselves (RFC 7591 §3). */
  registration: RegistrationPolicy
  /** Which applications may be described by a document at the address that is their id. */
  metadata_documents: DocumentPolicy
  /** What people may allow to applications that nobody here registered. */
  self_registered: { scopes: readonly string[]; resources: readonly string[] }
  /** How long a signing key signs before another takes its place; 0 leaves it to the operator. */
  keys_rotate_after: Seconds
  access_token_ttl: Seconds
  refresh_token_ttl: Seconds
  /** How long a repeated refresh still gets the same successor: 0 to 60. */
  refresh_grace: Seconds
  authorization_code_ttl: Seconds
  /** The kinds of permissions finer than scopes that applications may ask for (RFC 9396). */
  authorization_details_types: DetailType[]
  /** Whether every authorization request must have been pushed. */
  require_par: boolean
  /** Administrators may act for people. */
  impersonation: boolean
  pushed_request_ttl: Seconds
  /** Whether a proof of a key must carry a nonce that was given here. */
  dpop_nonce: 'off' | 'required'
  /** False only in `--dev` on http://localhost. */
  secure_cookies: boolean
}
