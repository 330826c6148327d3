import type { Seconds } from '@warder/protocol'

/** Who calls, as the access token says it. It is frozen: requests with the same token share it. */
export type Caller = {
  /** `sub`: the person, or the client itself where no person is involved. */
  readonly subject: string
  readonly client_id: string
  readonly scopes: readonly string[]
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
  readonly tenant_id?: string
  readonly session_id?: string
  readonly token_id: string
  readonly expires_at: Seconds
  /** When the person last proved who they are, where the token says it. */
  readonly auth_time?: Seconds
  /** Everything the token says. */
  readonly claims: Readonly<Record<string, unknown>>
}

/** What is known of the request itself, for logs and for context. It never holds a credential or a query. */
export type RequestMetadata = {
  readonly authenticated_by: 'access_token'
  readonly received_at: Seconds
  readonly method: string
  readonly path: string
  readonly user_agent?: string
}

export type CallerWithMetadata = Caller & { readonly metadata: RequestMetadata }

/**
 * Reads the caller from verified claims; undefined when the token lacks what an access token must say.
 *
 * @see RFC 9068 §2.2
 */
export function readCaller(claims: Readonly<Record<string, unknown>>): Caller | undefined {
  const { sub, client_id, jti, exp, scope, tenant_id, sid, auth_time } = claims
  if (!isText(sub) || !isText(client_id) || !isText(jti) || typeof exp !== 'number') return undefined
  return deepFreeze({
    subject: sub,
    client_id,
    scopes: isText(scope) ? scope.split(' ').filter(Boolean) : [],
    roles: texts(claims['roles']),
    permissions: texts(claims['permissions']),
    ...(isText(tenant_id) && { tenant_id }),
    ...(isText(sid) && { session_id: sid }),
    token_id: jti,
    expires_at: exp,
    ...(typeof auth_time === 'number' && { auth_time }),
    claims,
  })
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** A list of texts, or nothing: what has another shape grants nothing. */
function texts(value: unknown): string[] {
  return Array.isArray(value) && value.every(isText) ? [...value] : []
}

/** A list of what remains instead of recursion: a token may nest as deep as it is long. */
function deepFreeze<T extends object>(value: T): T {
  const open: object[] = [value]
  for (let next = open.pop(); next; next = open.pop()) {
    const members: unknown[] = Object.values(Object.freeze(next))
    for (const member of members) {
      if (typeof member === 'object' && member !== null) open.push(member)
    }
  }
  return value
}
