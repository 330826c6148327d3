import { importJwks, repeatsMember, type Seconds, type VerificationKey } from '@warder/protocol'
import { boundedMap } from '../../cache/bounded-map.ts'
import { FetchError, type SafeFetch } from '../../http/outbound/safe-fetch.ts'
import type { Log } from '../../log.ts'
import { day, minute } from '../../time.ts'

/** What an issuer says of itself, as far as it is needed to sign somebody in there (OpenID Connect Discovery 1.0 §3). */
export type OpenidMetadata = {
  /** As it stands there: one for many organisations writes `{tenantid}` in it. */
  issuer: string
  authorization_endpoint: string
  token_endpoint: string
  jwks_uri: string
  /** Where more is said of a person. */
  userinfo_endpoint: string | undefined
  /** Whether a client shows its secret in the header (RFC 6749 §2.3.1), which is what holds where nothing is said. */
  takes_basic: boolean
  /** Whether each answer names who gives it (RFC 9207 §3). */
  names_itself: boolean
}

export type OpenidIssuer = OpenidMetadata & { keys: readonly VerificationKey[] }

export type OpenidIssuers = {
  /**
   * An issuer where people sign in; undefined where it cannot be had.
   *
   * @param issuer that an operator wrote down
   * @param where its document is, where that is another place than its issuer says
   * @param kid a key that is wanted: a set that does not have it is fetched again, seldom
   */
  of: (issuer: Where, now: Seconds, kid?: string) => Promise<OpenidIssuer | undefined>
}

export type Where = { issuer: string; document?: string }

const freshFor: Seconds = 10 * minute
/** While it cannot be asked, what it said so long ago still counts. */
const staleFor: Seconds = day
/** Whoever sends a token can name a key that nobody has: that asks the issuer no more often. */
const betweenMisses: Seconds = 30
/** One that answers nothing is asked no more often. */
const betweenFailures: Seconds = 10

const limits = { timeout_ms: 3000, max_bytes: 256 * 1024 }

type Kept = { found: OpenidIssuer | undefined; fetched_at: Seconds; tried_at: Seconds; missed_at: Seconds }

/** Of any number of requests for one issuer, one asks it. */
export function createOpenidIssuers(safeFetch: SafeFetch, log: Pick<Log, 'warn'>): OpenidIssuers {
  const known = boundedMap<Kept>(1000)
  const asking = new Map<string, Promise<Kept>>()

  const ask = async (where: Where, before: Kept | undefined, now: Seconds): Promise<Kept> => {
    const missed_at = before?.missed_at ?? -Infinity
    try {
      const found = await read(safeFetch, where)
      return { found, fetched_at: now, tried_at: now, missed_at }
    } catch (error) {
      const reason = error instanceof FetchError ? error.reason : 'answer'
      log.warn(
        { url: where.issuer, reason },
        'an issuer where people sign in could not be asked about itself',
      )
      return { found: before?.found, fetched_at: before?.fetched_at ?? -Infinity, tried_at: now, missed_at }
    }
  }

  const asked = (where: Where, before: Kept | undefined, now: Seconds): Promise<Kept> => {
    const name = `${where.issuer} ${where.document ?? ''}`
    const running = asking.get(name)
    if (running) return running
    const started = ask(where, before, now)
      .then((kept) => {
        known.set(name, kept)
        return kept
      })
      .finally(() => asking.delete(name))
    asking.set(name, started)
    return started
  }

  return {
    of: async (where, now, kid) => {
      let kept = known.get(`${where.issuer} ${where.document ?? ''}`)
      const old = !kept || now - kept.fetched_at >= freshFor
      const mayTry = !kept || now - kept.tried_at >= betweenFailures || now < kept.tried_at
      if (old && mayTry) kept = await asked(where, kept, now)
      else if (kept && lacks(kept, kid) && now - kept.missed_at >= betweenMisses) {
        kept.missed_at = now
        kept = await asked(where, kept, now)
      }
      return kept && now - kept.fetched_at < staleFor ? kept.found : undefined
    },
  }
}

const lacks = ({ found }: Kept, kid: string | undefined) =>
  kid !== undefined && found !== undefined && !found.keys.some((key) => key.kid === kid)

/** @throws FetchError, or SyntaxError for what is no document of this issuer */
async function read(safeFetch: SafeFetch, { issuer, document: elsewhere }: Where): Promise<OpenidIssuer> {
  // OpenID Connect Discovery 1.0 §4: "If the Issuer value contains a path component, any terminating / MUST be removed".
  const url = elsewhere ?? `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const metadata = metadataIn(await documentAt(safeFetch, url, 'operator'), issuer)
  const by = whoWrote(metadata.jwks_uri, issuer)
  return { ...metadata, keys: importJwks(await documentAt(safeFetch, metadata.jwks_uri, by)) }
}

function metadataIn(document: Record<string, unknown>, expected: string): OpenidMetadata {
  const { issuer, authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint } = document
  const methods = document['token_endpoint_auth_methods_supported']
  // OpenID Connect Discovery 1.0 §4.3: "MUST exactly match", slash and case included.
  if (issuer !== expected) throw new SyntaxError('another issuer')
  const secure = (value: unknown) => {
    const address = typeof value === 'string' ? URL.parse(value) : null
    if (!address || address.username || address.password || address.hash) throw new SyntaxError('an address')
    if (address.protocol !== 'https:' && address.origin !== new URL(expected).origin)
      throw new SyntaxError('an address that is not https')
    return address.href
  }
  return {
    issuer: expected,
    authorization_endpoint: secure(authorization_endpoint),
    token_endpoint: secure(token_endpoint),
    jwks_uri: secure(jwks_uri),
    userinfo_endpoint: userinfo_endpoint === undefined ? undefined : secure(userinfo_endpoint),
    takes_basic: !Array.isArray(methods) || methods.includes('client_secret_basic'),
    names_itself: document['authorization_response_iss_parameter_supported'] === true,
  }
}

/** An operator wrote down an origin; what its document names elsewhere may lead to no private address. */
export const whoWrote = (address: string, issuer: string): 'operator' | 'client' =>
  new URL(address).origin === new URL(issuer).origin ? 'operator' : 'client'

async function documentAt(
  safeFetch: SafeFetch,
  url: string,
  by: 'operator' | 'client',
): Promise<Record<string, unknown>> {
  const { status, body } = await safeFetch(url, { by, headers: { accept: 'application/json' }, ...limits })
  const text = body.toString('utf8')
  if (status !== 200 || text.split(/[[{]/, 2000).length === 2000) throw new SyntaxError('no document')
  const document: unknown = JSON.parse(text)
  // RFC 8259 §4: which of two members of one name counts differs between programs.
  if (repeatsMember(text) || typeof document !== 'object' || document === null)
    throw new SyntaxError('no document')
  return document as Record<string, unknown> // an object, as was just seen
}
