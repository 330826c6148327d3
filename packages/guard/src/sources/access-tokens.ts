import { verifyJwt, type JwtVerification } from '@warder/protocol'
import type { Binding } from '../binding/binding.ts'
import { unbound } from '../binding/unbound.ts'
import { readCaller, type Caller } from '../caller.ts'
import type { Presented } from '../check.ts'
import type { Credential } from '../credentials/credential.ts'
import type { Issuer } from '../issuer/issuer.ts'
import type { KeySet } from '../issuer/key-source.ts'
import type { Refusal, RefusalReason } from '../refusal.ts'
import type { Refuse } from '../refuse.ts'
import type { SourceOf } from '../settings/resolve-source.ts'
import type { Settings } from '../settings/resolve.ts'
import { mortal, type Mortal } from './names.ts'
import { digestOf, remembered } from './remembered.ts'
import type { Checked, OpenSource } from './source.ts'

export type Parts = { settings: Settings; issuer: Issuer; refuse: Refuse; binding: Binding; last: boolean }

/** A token whose signature was verified with these keys. `alive_at` is the version of the revocations it survived. */
type Known = { caller: Caller; keys: KeySet; mortal: Mortal; alive_at: number }

/** What an access token of any issuer may call itself; many say nothing. */
const kinds = { rfc9068: 'at+jwt', any_jwt: ['at+jwt', 'JWT', undefined] } as const

/**
 * Decides about JWT access tokens of one issuer.
 *
 * @param parts `last`: no source after this one takes tokens, so each that comes is this one's to refuse
 */
export function accessTokens(source: SourceOf<'access_tokens'>, parts: Parts): OpenSource {
  const { settings, issuer: known, refuse, binding, last } = parts
  const { leeway, clock } = settings
  const { issuer, audience, profile, follow } = source
  const tokens = remembered<Known>(settings.remember)
  const { keys: keySource, revocations } = known

  // RFC 9068 §4: the kind of token, the issuer, the audience, the signature and the times.
  const verify = (token: string, keys: KeySet): JwtVerification =>
    verifyJwt(token, keys, { typ: kinds[profile], issuer, audience, now: clock.now(), leeway })

  const unavailable = (reason: 'issuer_unavailable' | 'stale_revocations' = 'issuer_unavailable') =>
    refuse('issuer_unavailable', reason, 'The access token cannot be checked now. Try again shortly.')
  const invalid = (reason: RefusalReason): Refusal =>
    refuse(
      'invalid_token',
      reason,
      reason === 'expired' ? 'The access token has expired.' : 'The access token is not valid here.',
    )

  /** The expiry counts at each hit, and so do the keys: what was verified with replaced ones is verified anew. */
  function find(digest: string, keys: KeySet): Known | undefined {
    const found = tokens.get(digest)
    if (!found) return undefined
    const { expires_at = Infinity } = found.caller
    if (found.keys === keys && clock.now() < expires_at + leeway) return found
    tokens.delete(digest)
    return undefined
  }

  async function verified(token: string, digest: string, keys: KeySet): Promise<Known | Refusal> {
    let used = keys
    let result = verify(token, used)
    if (!result.ok && result.reason === 'unknown_key') {
      const newer = await keySource.afterUnknownKey()
      if (!newer) return unavailable()
      if (newer !== used) result = verify(token, (used = newer))
    }
    if (!result.ok) return invalid(result.reason)

    const caller = readCaller(result.claims, profile)
    if (!caller) return invalid('incomplete_token')
    const entry = {
      caller,
      keys: used,
      mortal: mortal(caller, result.header.kid, result.claims.iat),
      alive_at: -1,
    }
    tokens.set(digest, entry)
    return entry
  }

  /** Only a verified token gets here, so nobody can fill the memory with inventions. */
  function revoked(entry: Known): boolean {
    const version = revocations.version()
    if (entry.alive_at === version) return false
    if (revocations.kill(entry.mortal.names, entry.mortal.issued_at)) return true
    entry.alive_at = version
    return false
  }

  async function check(credential: Credential, request: Presented): Promise<Checked> {
    if (credential.kind !== 'token') return undefined
    const { token } = credential
    if (!last && !claimsIssuer(token, issuer)) return undefined

    const current = keySource.current()
    const keys = current instanceof Promise ? await current : current
    if (!keys) return unavailable()
    if (follow && revocations.first()) await revocations.first()

    const digest = digestOf(token)
    const entry = find(digest, keys) ?? (await verified(token, digest, keys))
    if ('ok' in entry) return entry
    if (follow) {
      if (revoked(entry)) return invalid('revoked')
      if (settings.when_revocations_are_stale === 'refuse' && revocations.stale())
        return unavailable('stale_revocations')
    }
    const { caller } = entry
    const bound = binding(caller.claims['cnf'], credential, request)
    const reason = bound instanceof Promise ? await bound : bound
    return reason ? unbound(refuse, reason, settings, caller.claims['cnf']) : { ok: true, caller }
  }

  return { kind: 'access_tokens', check }
}

/** Whose token it says it is, which decides who may judge it and nothing else. */
function claimsIssuer(token: string, issuer: string): boolean {
  const [, payload = ''] = token.split('.', 2)
  if (token.length > 16_384 || payload === '') return false
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    return typeof claims === 'object' && claims !== null && (claims as { iss?: unknown }).iss === issuer
  } catch {
    return false
  }
}
