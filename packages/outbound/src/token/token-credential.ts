import type { Clock, Credential, Outgoing } from '../credential.ts'
import type { TokenSource } from './source.ts'

/** Puts a token on a request. */
type Put = (headers: Headers, token: string) => void

const asBearer: Put = (headers, token) => headers.set('authorization', `Bearer ${token}`)

/** A credential that sends the token of a source, as RFC 6750 §2.1 says unless the API wants it otherwise. */
export function tokenCredential(kind: string, source: TokenSource, put: Put = asBearer): Credential {
  const sentWith = new WeakMap<Outgoing, string>()
  let lastClock: Clock | undefined
  return {
    kind,
    async apply(outgoing, { clock, signal }) {
      lastClock = clock
      const { access_token: token } = await source.get(clock, signal)
      sentWith.set(outgoing, token)
      put(outgoing.headers, token)
    },
    onUnauthorized(_response, sent, { clock, signal }) {
      const token = sentWith.get(sent)
      return token === undefined ? 'stop' : source.refused(token, clock, signal)
    },
    status: () => (lastClock ? source.status(kind, lastClock) : { kind, state: 'unknown' }),
  }
}
