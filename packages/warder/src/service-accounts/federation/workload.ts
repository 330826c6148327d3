import {
  keyIdOf,
  importJwks,
  assertionIssuer,
  verifyJwt,
  type JwtClaims,
  type Seconds,
} from '@warder/protocol'
import { digest } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import * as trusts from '../../store/services/trusts.ts'
import type { TrustRow } from '../../store/services/trusts.ts'
import { day, minute } from '../../time.ts'
import type { Proof } from '../use/proof.ts'
import { mismatch } from './match.ts'

/** Clocks of other issuers may differ by this much. */
const leeway: Seconds = 30
/** What is good for longer is nothing to prove a moment's presence with. Those of Azure say 24 hours and five minutes. */
const longestLife: Seconds = day + 10 * minute
const longestToken = 16_384

type Place = Pick<Call, 'app' | 'tenant'>

/**
 * Judges a token that another issuer has given the program that an account runs as: by the account's rules alone. Nothing is
 * fetched for an issuer that no rule names.
 *
 * @see RFC 7521 §5.2, RFC 7523 §3
 */
export async function proofByWorkload(call: Place, account_id: string, token: string): Promise<Proof> {
  const { app } = call
  const issuer = token.length <= longestToken ? assertionIssuer(token) : undefined
  if (issuer === undefined) return { ok: false, reason: 'workload', detail: 'malformed' }
  const rules = (await trusts.listOf(app.db, account_id)).filter((rule) => rule.issuer === issuer)
  let why = 'issuer'
  for (const rule of rules) {
    const checked = await check(call, rule, token)
    if (typeof checked === 'string') {
      why = checked
      continue
    }
    if (!(await spend(call, rule, token, checked)))
      return { ok: false, reason: 'workload', detail: 'used before', credential: credentialOf(rule) }
    await trusts.noteUse(app.db, rule.id, app.now(), minute)
    return { ok: true, credential: credentialOf(rule) }
  }
  return { ok: false, reason: 'workload', detail: why }
}

/** A rule has one version: another rule is another id. */
const credentialOf = ({ id }: TrustRow) => ({ id, version: 1 })

/** The claims, or why the rule does not let it in. */
async function check({ app }: Place, rule: TrustRow, token: string): Promise<JwtClaims | string> {
  const now = app.now()
  const keys =
    rule.jwks === null
      ? await app.oauth.issuer_keys.of(rule.issuer, keyIdOf(token), now)
      : importJwks(JSON.parse(rule.jwks)) // checked when it was written down
  if (keys.length === 0) return 'keys'
  const verified = verifyJwt(token, keys, {
    // RFC 8725 §3.11: an access token of that issuer for somebody else's API is none of these.
    typ: [undefined, 'JWT'],
    issuer: rule.issuer,
    audience: rule.audience,
    now,
    leeway,
  })
  if (!verified.ok) return verified.reason
  const { claims } = verified
  if (claims.exp - claims.iat > longestLife) return 'lives too long'
  return mismatch({ subject: rule.subject, claims: claimsOf(rule) }, claims) ?? claims
}

const claimsOf = ({ claims }: TrustRow) => JSON.parse(claims) as Record<string, string> // written by trusts.ts

/** Each token opens the door once, where the rule says so: by its id, and where it has none, by itself. */
async function spend(
  { app }: Place,
  rule: TrustRow,
  token: string,
  { jti, exp }: JwtClaims,
): Promise<boolean> {
  if (rule.single_use_at === null) return true
  const key = `workload ${rule.account_id} ${rule.issuer} ${jti ?? digest(token)}`
  return app.replay.once(key, exp + leeway, app.now())
}
