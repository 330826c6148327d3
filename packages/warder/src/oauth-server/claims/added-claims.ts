import { OAuthError, standardClaims } from '@warder/protocol'
import type { App } from '../../app.ts'
import { builtInClient } from '../clients/client.ts'

/** Whom a token is about. */
export type ClaimsSubject = { id: string; tenant_id: string }

/** What it is for. */
export type ClaimsClient = { client_id: string }

/** Of the program that Warder is part of: what the tokens of a person say beside what Warder knows. */
export type AddClaims = (
  subject: ClaimsSubject,
  client: ClaimsClient,
) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>

/** How long it may take, in milliseconds: an application waits for its tokens. */
const answerWithin = 1_000
/** A token goes with every request. */
const mostBytes = 4_096

/** What Warder says itself, or a standard means something by: whoever reads it must be able to rely on that. */
const reserved: ReadonlySet<string> = new Set([
  ...[
    'iss',
    'sub',
    'aud',
    'exp',
    'nbf',
    'iat',
    'jti',
    'client_id',
    'scope',
    'scp',
    'azp',
    'sid',
    'typ',
    'cnf',
  ],
  ...[
    'auth_time',
    'acr',
    'amr',
    'nonce',
    'at_hash',
    'c_hash',
    's_hash',
    'act',
    'may_act',
    'events',
    'sub_id',
  ],
  ...['tenant_id', 'org', 'roles', 'permissions', 'entitlements', 'userinfo_claims', 'authorization_details'],
  ...['dies_with', 'credential', 'credential_version', 'credential_type', 'context', 'active', 'token_type'],
  ...['__proto__', 'constructor', 'prototype', '_claim_names', '_claim_sources'],
  ...standardClaims,
])

/**
 * What the embedding program adds to the tokens of a person for an application. Tokens that it could not be asked about are not
 * given out: what is missing might be what keeps somebody from something.
 *
 * @throws OAuthError server_error, with the cause for the log
 */
export async function addedClaims(
  { claims: add }: Pick<App, 'claims'>,
  subject: ClaimsSubject,
  { client_id }: ClaimsClient,
): Promise<{ added?: Readonly<Record<string, unknown>> }> {
  // What people sign in to Warder itself with says nothing that Warder would not look up.
  if (!add || client_id === builtInClient) return {}
  try {
    const added = await inTime(Promise.resolve().then(() => add({ ...subject }, { client_id })))
    return { added: checked(added) }
  } catch (error) {
    throw new OAuthError('server_error', 'the claims of this token could not be put together', error)
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_done, fail) => {
    timer = setTimeout(() => fail(new Error(`claims() took longer than ${answerWithin} ms`)), answerWithin)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** As it will be in the token. @throws Error that says what is wrong with it */
function checked(added: unknown): Readonly<Record<string, unknown>> {
  const text = JSON.stringify(added ?? {})
  if (Buffer.byteLength(text) > mostBytes) throw new Error(`claims() gave more than ${mostBytes} bytes`)
  const copy: unknown = JSON.parse(text)
  if (typeof copy !== 'object' || copy === null || Array.isArray(copy))
    throw new Error('claims() gave something else than claims by their names')
  const taken = Object.keys(copy).find((name) => reserved.has(name) || name === '')
  if (taken !== undefined) throw new Error(`claims() gave ${JSON.stringify(taken)}, which is not its to say`)
  return copy as Record<string, unknown> // an object, as JSON has them
}
