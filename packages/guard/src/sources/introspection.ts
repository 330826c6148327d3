import { looksLikeApiKey, type Seconds } from '@warder/protocol'
import { unbound } from '../binding/unbound.ts'
import type { Binding } from '../binding/binding.ts'
import { readCaller, type Caller } from '../caller.ts'
import type { Presented } from '../check.ts'
import type { Credential } from '../credentials/credential.ts'
import { fetchJson, reasonOf } from '../issuer/fetch-json.ts'
import type { Issuer } from '../issuer/issuer.ts'
import type { Refusal } from '../refusal.ts'
import type { Refuse } from '../refuse.ts'
import type { ClientCredentials, SourceOf } from '../settings/resolve-source.ts'
import type { Settings } from '../settings/resolve.ts'
import { mortal, type Mortal } from './names.ts'
import { digestOf, remembered, singleFlight } from './remembered.ts'
import type { Checked, OpenSource } from './source.ts'

type Parts = {
  settings: Settings
  issuer: Issuer | undefined
  refuse: Refuse
  binding: Binding
  last: boolean
}

/** What the issuer said, and until when it is believed. `found` is undefined for a token that is not active. */
type Answer = { found: { caller: Caller; mortal: Mortal } | undefined; until: Seconds }

/** Asks the issuer what a token is worth (RFC 7662 §2). An answer is believed for a few seconds. */
export function introspection(source: SourceOf<'introspection'>, parts: Parts): OpenSource {
  const { settings, issuer, refuse, binding, last } = parts
  const { clock } = settings
  const answers = remembered<Answer>(settings.remember)
  const flight = singleFlight<Answer>()
  const { revocations } = issuer ?? {}

  const invalid = (reason: Refusal['reason']) =>
    refuse('invalid_token', reason, 'The access token is not valid here.')

  async function ask(token: string, digest: string): Promise<Answer> {
    const signal = AbortSignal.timeout(settings.timeout * 1000)
    const endpoint = source.endpoint || (await issuer?.metadata.read(signal))?.introspection_endpoint
    if (!endpoint) throw new Error(`${source.issuer} names no introspection_endpoint`)
    const { json } = await fetchJson(endpoint, {
      signal,
      method: 'POST',
      // RFC 7662 §2.1: the hint is only a hint.
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }).toString(),
      headers: { ...basic(source), 'content-type': 'application/x-www-form-urlencoded' },
      expected: [],
    })
    const claims = json as Record<string, unknown>
    const caller = isActive(claims) ? readCaller(claims, 'any_jwt', 'introspection') : undefined
    const { expires_at = Infinity } = caller ?? {}
    const answer = {
      found: caller && { caller, mortal: mortal(caller, undefined, claims['iat']) },
      until: Math.min(clock.elapsed() + source.cache, clock.elapsed() + expires_at - clock.now()),
    }
    if (source.cache > 0) answers.set(digest, answer)
    return answer
  }

  /** RFC 7662 §2.2: `active` alone counts, and what is said besides is checked where it is said. */
  function isActive(claims: Record<string, unknown>): boolean {
    const { active, iss, aud, exp, nbf } = claims
    const now = clock.now()
    if (active !== true) return false
    if (source.issuer !== '' && iss !== undefined && iss !== source.issuer) return false
    if (typeof exp === 'number' && now >= exp) return false
    if (typeof nbf === 'number' && now < nbf - settings.leeway) return false
    if (source.audience === '') return true
    // A token that is for nobody in particular is not for this API.
    return Array.isArray(aud) ? aud.includes(source.audience) : aud === source.audience
  }

  async function answerTo(token: string): Promise<Answer | Refusal> {
    const digest = digestOf(token)
    const known = answers.get(digest)
    if (known && clock.elapsed() < known.until) return known
    answers.delete(digest)
    try {
      return await flight(digest, () => ask(token, digest))
    } catch (error) {
      const message = `A token could not be introspected: ${reasonOf(error)}`
      settings.onIssuerError(new Error(message, { cause: error }))
      const detail = 'The access token cannot be checked now. Try again shortly.'
      return refuse('issuer_unavailable', 'issuer_unavailable', detail)
    }
  }

  async function check(credential: Credential, request: Presented): Promise<Checked> {
    if (credential.kind !== 'token' || credential.token.length > 16_384) return undefined
    // An API key is nobody's token, and is shown to nobody.
    if (looksLikeApiKey(credential.token)) return undefined
    const answer = await answerTo(credential.token)
    if ('ok' in answer) return answer
    if (!answer.found) return last ? invalid('inactive_token') : undefined
    const { caller, mortal: dead } = answer.found
    if (revocations?.kill(dead.names, dead.issued_at)) return invalid('revoked')
    const reason = await binding(caller.claims['cnf'], credential, request)
    return reason ? unbound(refuse, reason, settings, caller.claims['cnf']) : { ok: true, caller }
  }

  return { kind: 'introspection', check }
}

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
export function basic({ client_id, client_secret }: ClientCredentials): { authorization: string } {
  const halves = [client_id, client_secret].map((half) =>
    new URLSearchParams({ '': half }).toString().slice(1),
  )
  return { authorization: `Basic ${Buffer.from(halves.join(':')).toString('base64')}` }
}
