import { verifyJwt, type JwtVerification } from '@warder/protocol'
import { readCaller, type Caller } from './caller.ts'
import type { Result } from './check.ts'
import { keySource, type KeySet } from './issuer/key-source.ts'
import type { Settings } from './options.ts'
import type { Refusal, RefusalReason } from './refusal.ts'
import { refuse } from './refuse.ts'
import { digestOf, rememberTokens } from './remembered-tokens.ts'

/** Decides about access tokens. Whatever cannot be checked is refused: no key, no caller. */
export function tokenVerifier(settings: Settings): (token: string) => Promise<Result<Caller>> {
  const { issuer, audience, realm, leeway, clock } = settings
  const source = keySource(settings)
  const remembered = rememberTokens(settings.remember, leeway)

  // RFC 9068 §4: the kind of token, the issuer, the audience, the signature and the times.
  const verify = (token: string, keys: KeySet): JwtVerification =>
    verifyJwt(token, keys, { typ: 'at+jwt', issuer, audience, now: clock.now(), leeway })

  const unavailable = () =>
    refuse(
      'issuer_unavailable',
      'issuer_unavailable',
      realm,
      'The access token cannot be checked now. Try again shortly.',
    )
  const invalid = (reason: RefusalReason): Refusal =>
    refuse(
      'invalid_token',
      reason,
      realm,
      reason === 'expired' ? 'The access token has expired.' : 'The access token is not valid here.',
    )

  return async (token) => {
    const current = source.current()
    let keys = current instanceof Promise ? await current : current
    if (!keys) return unavailable()

    const digest = digestOf(token)
    const known = remembered.find(digest, keys, clock.now())
    if (known) return { ok: true, caller: known }

    let verified = verify(token, keys)
    if (!verified.ok && verified.reason === 'unknown_key') {
      const newer = await source.afterUnknownKey()
      if (!newer) return unavailable()
      if (newer !== keys) verified = verify(token, (keys = newer))
    }
    if (!verified.ok) return invalid(verified.reason)
    // RFC 9449 §6 and RFC 8705 §3: such a token needs a proof of its key, which a bearer does not bring.
    if ('cnf' in verified.claims) return invalid('bound_token')

    const caller = readCaller(verified.claims)
    if (!caller) return invalid('incomplete_token')
    remembered.add(digest, keys, caller)
    return { ok: true, caller }
  }
}
