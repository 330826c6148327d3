import { repeatsMember, type Seconds, type VerificationKey } from '@warder/protocol'
import { boundedMap } from '../../cache/bounded-map.ts'
import { FetchError, type SafeFetch } from '../../http/outbound/safe-fetch.ts'
import type { Log } from '../../log.ts'
import { day, hour } from '../../time.ts'
import type { ClientKeys } from '../clients/keys.ts'

/** The keys of other issuers, by what they say of themselves (OpenID Connect Discovery 1.0 §4). */
export type IssuerKeys = {
  /**
   * The keys of an issuer; none when they cannot be had.
   *
   * @param issuer one that somebody has written down as trusted: it is asked
   * @param kid the key that is wanted: a set that does not have it may be fetched again
   */
  of: (issuer: string, kid: string | undefined, now: Seconds) => Promise<readonly VerificationKey[]>
}

const freshFor: Seconds = hour
/** While it cannot be asked, what it said so long ago still counts. */
const staleFor: Seconds = day
/** One that answers nothing is asked no more often. */
const cooldown: Seconds = 30

const limits = { timeout_ms: 3000, max_bytes: 64 * 1024 }

type Known = { jwks_uri: string | undefined; fetched_at: Seconds; tried_at: Seconds }

/** Of any number of requests for one issuer, one asks it. Where its keys are is remembered for an hour, the keys for minutes. */
export function createIssuerKeys(
  safeFetch: SafeFetch,
  client_keys: ClientKeys,
  log: Pick<Log, 'warn'>,
): IssuerKeys {
  const known = boundedMap<Known>(1000)
  const asking = new Map<string, Promise<Known>>()

  const ask = async (issuer: string, before: Known | undefined, now: Seconds): Promise<Known> => {
    try {
      return { jwks_uri: await keySetOf(safeFetch, issuer), fetched_at: now, tried_at: now }
    } catch (error) {
      const reason = error instanceof FetchError ? error.reason : 'answer'
      log.warn({ url: issuer, reason }, 'an issuer could not be asked where its keys are')
      return { jwks_uri: before?.jwks_uri, fetched_at: before?.fetched_at ?? -Infinity, tried_at: now }
    }
  }

  const asked = (issuer: string, before: Known | undefined, now: Seconds): Promise<Known> => {
    const running = asking.get(issuer)
    if (running) return running
    const started = ask(issuer, before, now)
      .then((found) => {
        known.set(issuer, found)
        return found
      })
      .finally(() => asking.delete(issuer))
    asking.set(issuer, started)
    return started
  }

  return {
    of: async (issuer, kid, now) => {
      let found = known.get(issuer)
      const mayTry = !found || now - found.tried_at >= cooldown || now < found.tried_at
      if (mayTry && (!found || now - found.fetched_at >= freshFor)) found = await asked(issuer, found, now)
      if (found?.jwks_uri === undefined || now - found.fetched_at >= staleFor) return []
      return client_keys.of({ client_id: issuer, jwks: null, jwks_uri: found.jwks_uri }, kid, now)
    },
  }
}

/** Where an issuer says its keys are. @throws FetchError, or SyntaxError for what is no such document */
async function keySetOf(safeFetch: SafeFetch, issuer: string): Promise<string> {
  // OpenID Connect Discovery 1.0 §4: "If the Issuer value contains a path component, any terminating / MUST be removed".
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const { status, body } = await safeFetch(url, {
    by: 'client',
    headers: { accept: 'application/json' },
    ...limits,
  })
  const text = body.toString('utf8')
  if (status !== 200 || text.split(/[[{]/, 2000).length === 2000) throw new SyntaxError('no document')
  const document = JSON.parse(text) as { issuer?: unknown; jwks_uri?: unknown } | null // looked at below
  if (repeatsMember(text)) throw new SyntaxError('no document')
  // OpenID Connect Discovery 1.0 §4.3: "MUST exactly match the value of the iss Claim".
  if (document?.issuer !== issuer) throw new SyntaxError('another issuer')
  if (typeof document.jwks_uri !== 'string') throw new SyntaxError('no jwks_uri')
  return document.jwks_uri
}
