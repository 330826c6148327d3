import type { Seconds } from '@warder/protocol'

/** By what the caller was known. The last two never occur in production. */
export type AuthenticatedBy =
  | 'access_token'
  | 'api_key'
  | 'introspection'
  | 'session'
  | 'hmac'
  | 'http_signature'
  | 'development'
  | 'test'

/** Who calls. It is frozen: requests with the same credential share it. */
export type Caller = {
  readonly authenticated_by: AuthenticatedBy
  /** The person, or the program itself where no person is involved. */
  readonly subject: string
  readonly client_id?: string
  readonly scopes: readonly string[]
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
  readonly tenant_id?: string
  readonly session_id?: string
  readonly token_id?: string
  readonly expires_at?: Seconds
  /** When the person last proved who they are, where the credential says it. */
  readonly auth_time?: Seconds
  /** Of a key: its name, or the little of it that may be shown. Never the key. */
  readonly key?: { readonly id?: string; readonly name: string; readonly shown: string }
  /** Everything the credential says. */
  readonly claims: Readonly<Record<string, unknown>>
}

/** What is known of the request itself, for logs and for context. It never holds a credential or a query. */
export type RequestMetadata = {
  readonly authenticated_by: AuthenticatedBy
  readonly received_at: Seconds
  readonly method: string
  readonly path: string
  readonly user_agent?: string
  /** Where users are tracked (AUTH_MODE=advanced and ENABLE_USER_TRACKING): who it was, in a form for records. */
  readonly user?: { readonly id: string; readonly tenant_id?: string; readonly key?: string }
}

export type CallerWithMetadata = Caller & { readonly metadata: RequestMetadata }

/** Which claims an access token must have. */
export type TokenProfile = 'rfc9068' | 'any_jwt'

/**
 * Reads the caller from verified claims; undefined when the token lacks what an access token must say.
 *
 * @see RFC 9068 §2.2
 */
export function readCaller(
  claims: Readonly<Record<string, unknown>>,
  profile: TokenProfile = 'rfc9068',
  authenticated_by: AuthenticatedBy = 'access_token',
): Caller | undefined {
  const { sub, jti, exp, scope, tenant_id, sid, auth_time } = claims
  // Azure and OpenID Connect say `azp`, Okta `cid`, and neither says `client_id`.
  const client_id = profile === 'rfc9068' ? claims['client_id'] : firstText(claims, 'client_id', 'azp', 'cid')
  const subject = profile === 'rfc9068' ? sub : (sub ?? client_id)
  if (!isText(subject)) return undefined
  if (profile === 'rfc9068' && !(isText(client_id) && isText(jti) && typeof exp === 'number'))
    return undefined
  return deepFreeze({
    authenticated_by,
    subject,
    ...(isText(client_id) && { client_id }),
    scopes: profile === 'any_jwt' && scope === undefined ? scopesOf(claims['scp']) : scopesOf(scope, profile),
    roles: texts(claims['roles']),
    permissions: texts(claims['permissions']),
    ...(isText(tenant_id) && { tenant_id }),
    ...(isText(sid) && { session_id: sid }),
    ...(isText(jti) && { token_id: jti }),
    ...(typeof exp === 'number' && { expires_at: exp }),
    ...(typeof auth_time === 'number' && { auth_time }),
    claims,
  })
}

/** RFC 9068 §2.2.3: one text with spaces. Others write a list. */
function scopesOf(scope: unknown, profile: TokenProfile = 'any_jwt'): string[] {
  if (isText(scope)) return scope.split(' ').filter(Boolean)
  return profile === 'any_jwt' ? texts(scope) : []
}

const firstText = (claims: Readonly<Record<string, unknown>>, ...names: string[]): unknown =>
  names.map((name) => claims[name]).find(isText)

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** A list of texts, or nothing: what has another shape grants nothing. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) && value.every(isText) ? [...value] : []
}

/** A list of what remains instead of recursion: a token may nest as deep as it is long. */
export function deepFreeze<T extends object>(value: T): T {
  const open: object[] = [value]
  for (let next = open.pop(); next; next = open.pop()) {
    const members: unknown[] = Object.values(Object.freeze(next))
    for (const member of members) {
      if (typeof member === 'object' && member !== null) open.push(member)
    }
  }
  return value
}
