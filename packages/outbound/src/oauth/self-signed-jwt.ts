import type { Credential } from '../credential.ts'
import { protocol } from '../protocol.ts'
import { newMessageId } from '../random.ts'
import { createTokenSource } from '../token/source.ts'
import { createServerTime } from '../token/server-time.ts'
import { tokenCredential } from '../token/token-credential.ts'
import { keyReader, times, type JwtKey } from './jwt-key.ts'

export type SelfSignedJwtOptions = {
  key: JwtKey
  claims: Readonly<Record<string, unknown>>
  /** Seconds; GitHub takes ten minutes at most. */
  ttl?: number
}

/** A JWT that the program signs and the API takes as it is: GitHub Apps, Apple, Google's own APIs. */
export function selfSignedJwt({ key, claims, ttl = 540 }: SelfSignedJwtOptions): Credential {
  const read = keyReader(key)
  const time = createServerTime()
  const source = createTokenSource(async (clock) => {
    const { signJwt } = await protocol()
    const { iat, exp } = times(clock() + time.offset(), ttl)
    const signing = { kid: key.kid ?? '', alg: key.alg, privateKey: await read() }
    const access_token = signJwt(signing, 'JWT', { ...claims, jti: newMessageId(), iat, exp })
    return { access_token, requested_at: clock(), expires_at: clock() + ttl * 1000 }
  })
  const credential = tokenCredential('self-signed-jwt', source)
  return {
    ...credential,
    onUnauthorized(response, sent, context) {
      // Only a clock that is wrong makes a signature of our own wrong: another one by the right clock may be taken.
      const now = context.clock()
      time.learn(response.headers, now, now)
      return credential.onUnauthorized?.(response, sent, context) ?? 'stop'
    },
  }
}
