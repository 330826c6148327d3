import type { Credential } from '../credential.ts'
import { protocol } from '../protocol.ts'
import { newMessageId } from '../random.ts'
import { createTokenSource } from '../token/source.ts'
import { tokenCredential } from '../token/token-credential.ts'
import { keyReader, times, type JwtKey } from './jwt-key.ts'
import { given, tokenServer, type ServerOptions } from './server.ts'

export type JwtBearerOptions = ServerOptions & {
  key: JwtKey
  /** Who says so; the client where absent. */
  iss?: string
  /** In whose name; the issuer where absent. */
  sub?: string
  /** RFC 7523 §3: the token endpoint or the issuer, as the server wants it. */
  aud: string
  scope?: string
  /** What else the server wants in it. */
  claims?: Readonly<Record<string, unknown>>
}

/** Seconds that an assertion lives; servers take an hour at most and some less. It is made anew for every request. */
const assertionLife = 300

/**
 * RFC 7523 §2.1: a token for an assertion that the program signs itself, as Google's and Salesforce's service accounts do.
 */
export function jwtBearer(options: JwtBearerOptions): Credential {
  const ask = tokenServer(options)
  const read = keyReader(options.key)
  const { key, iss = options.clientId, sub = iss, aud, scope, claims } = options
  const parameters = async (now: number) => {
    const { signJwt } = await protocol()
    const payload = { ...claims, iss, sub, aud, jti: newMessageId(), ...times(now, assertionLife) }
    const assertion = signJwt({ kid: key.kid ?? '', alg: key.alg, privateKey: await read() }, 'JWT', payload)
    return given({ assertion, scope })
  }
  const source = createTokenSource((clock, signal) =>
    ask('urn:ietf:params:oauth:grant-type:jwt-bearer', parameters, clock, signal),
  )
  return tokenCredential('jwt-bearer', source)
}
