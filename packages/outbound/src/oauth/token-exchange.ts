import type { Clock, Credential } from '../credential.ts'
import { reveal, type SecretLike } from '../secret.ts'
import { createTokenSource } from '../token/source.ts'
import { tokenCredential } from '../token/token-credential.ts'
import { tokenOf } from '../token/token-of.ts'
import { given, tokenServer, type ServerOptions } from './server.ts'

export type TokenExchangeOptions = ServerOptions & {
  /** In whose name: a token, or a credential that has one. */
  subject: SecretLike | Credential
  subjectType?: TokenType
  /** Who acts for them (RFC 8693 §4.1). */
  actor?: SecretLike | Credential
  actorType?: TokenType
  audience?: string
  resource?: string
  scope?: string
  requestedType?: TokenType
}

/** RFC 8693 §3, without the part that all of them share. */
export type TokenType = 'access_token' | 'refresh_token' | 'id_token' | 'saml1' | 'saml2' | 'jwt'

const typeUri = (type: TokenType) => `urn:ietf:params:oauth:token-type:${type}`

/** RFC 8693: a token for another place, or another person, in exchange for one that is there. */
export function tokenExchange(options: TokenExchangeOptions): Credential {
  const ask = tokenServer(options)
  const { subject, subjectType = 'access_token', actor, actorType = 'access_token', requestedType } = options
  const { audience, resource, scope } = options
  const source = createTokenSource(async (clock, signal) => {
    const parameters = given({
      subject_token: await textOf(subject, clock, signal),
      subject_token_type: typeUri(subjectType),
      actor_token: actor && (await textOf(actor, clock, signal)),
      actor_token_type: actor && typeUri(actorType),
      requested_token_type: requestedType && typeUri(requestedType),
      audience,
      resource,
      scope,
    })
    return ask('urn:ietf:params:oauth:grant-type:token-exchange', parameters, clock, signal)
  })
  return tokenCredential('token-exchange', source)
}

const textOf = (from: SecretLike | Credential, clock: Clock, signal: AbortSignal): Promise<string> =>
  typeof from === 'object' && 'apply' in from ? tokenOf(from, { clock, signal }) : reveal(from)
