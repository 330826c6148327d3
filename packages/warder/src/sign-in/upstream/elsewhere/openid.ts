import { checkIdToken, checkLogoutToken, keyIdOf, type Seconds } from '@warder/protocol'
import { digest } from '../../../crypto/tokens.ts'
import type { Call } from '../../../http/router.ts'
import { whoWrote, type OpenidIssuer } from '../../../oauth-server/proofs/openid-issuers.ts'
import { signedInAt } from '../attempt/anew.ts'
import type { Attempt, Going } from '../attempt/attempt.ts'
import type { Identity } from '../identity.ts'
import { callbackOf } from '../provider.ts'
import { Refused } from '../refused.ts'
import { ask, objectIn } from './ask.ts'
import { identityIn, nameInApples, type Claims } from './claims.ts'
import { rulesOf, type OpenidProvider, type Rules } from './rules.ts'

/** What the browser brought back, of which nothing is believed yet. */
export type Brought = { code: string; iss: string | undefined; user: string | undefined }

/** Clocks of other issuers may differ by this much. */
const leeway = 30

/** Where the browser goes (OpenID Connect Core 1.0 §3.1.2.1), with PKCE. @throws Refused */
export async function openidAddress(
  call: Call,
  provider: OpenidProvider,
  { state, verifier, nonce, forced }: Going,
): Promise<string> {
  const rules = rulesOf(provider)
  const { authorization_endpoint } = await issuerOf(call, rules)
  const url = new URL(authorization_endpoint)
  const asked = {
    ...rules.parameters,
    ...(forced && rules.anew),
    response_type: 'code',
    client_id: provider.client_id,
    redirect_uri: callbackOf(call, provider),
    scope: rules.scope,
    state,
    nonce,
    code_challenge: digest(verifier),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url.href
}

async function issuerOf({ app }: Pick<Call, 'app'>, { where }: Rules, kid?: string): Promise<OpenidIssuer> {
  const found = await app.oauth.openid_issuers.of(where, app.now(), kid)
  if (!found) throw new Refused('failed', 'issuer')
  return found
}

/** Who it is that came back. @throws Refused */
export async function openidPerson(
  call: Call,
  provider: OpenidProvider,
  attempt: Attempt,
  { code, iss, user }: Brought,
): Promise<Identity> {
  const rules = rulesOf(provider)
  const issuer = await issuerOf(call, rules)
  const tokens = await exchange(call, provider, rules, { issuer, code, verifier: attempt.verifier })
  const { claims, expected } = await provedClaims(call, provider, tokens.id_token, {
    nonce: attempt.nonce,
    access_token: tokens.access_token,
  })
  // RFC 9207 §2.4: the answer is of the issuer that was asked, where it says of whom it is, and where it always would.
  if (iss === undefined ? issuer.names_itself : iss !== expected) throw new Refused('failed', 'iss')
  const told = await userinfo(call, provider, issuer, claims, tokens.access_token)
  const named = provider.kind === 'apple' ? nameInApples(user) : undefined
  return {
    ...identityIn(provider, { ...claims, ...told }, named),
    auth_time: whenIn(rules, claims, attempt.forced_at ?? null, call.app.now()),
  }
}

/**
 * When they signed in there, where the issuer tells. What is said by one that asks nobody anew is passed over: a sign-in that is too old
 * could not be made a new one there.
 */
function whenIn(
  { anew }: Rules,
  { auth_time }: Claims,
  forced_at: Seconds | null,
  now: Seconds,
): Seconds | undefined {
  if (!anew) return undefined
  if (typeof auth_time === 'number') return signedInAt(auth_time, forced_at, now)
  // OIDC Core §3.1.2.1: "When max_age is used, the ID Token returned MUST include an auth_time Claim Value."
  if (forced_at !== null && 'max_age' in anew) throw new Refused('failed', 'auth_time')
  return undefined
}

/**
 * Who a program on a device says is there, by the token that the provider gave it. @throws Refused
 */
export async function personOfToken(
  call: Call,
  provider: OpenidProvider,
  id_token: string,
  nonce: string | undefined,
): Promise<{ identity: Identity; expires_at: number }> {
  const { claims } = await provedClaims(call, provider, id_token, { nonce, native: true })
  const auth_time = whenIn(rulesOf(provider), claims, null, call.app.now())
  return {
    identity: { ...identityIn(provider, claims), auth_time },
    expires_at: Number(claims['exp']) + leeway,
  }
}

type Expected = { nonce: string | undefined; access_token?: string | undefined; native?: boolean }

async function provedClaims(
  call: Pick<Call, 'app'>,
  provider: OpenidProvider,
  id_token: string,
  { nonce, access_token, native = false }: Expected,
): Promise<{ claims: Claims; expected: string }> {
  const rules = rulesOf(provider)
  const expected = rules.issuerOf(id_token)
  if (expected === undefined) throw new Refused('failed', 'issuer')
  const { keys } = await issuerOf(call, rules, keyIdOf(id_token))
  const { client_id, native_client_ids } = provider
  const checked = checkIdToken(id_token, keys, {
    issuer: expected,
    client_ids: native ? [client_id, ...native_client_ids] : [client_id],
    nonce,
    access_token,
    now: call.app.now(),
    leeway,
  })
  if (!checked.ok) throw new Refused('failed', checked.reason)
  return { claims: checked.claims, expected }
}

/** Whose sign-in there is over, as the issuer says by a token that it sends us itself. @throws Refused */
export async function signedOutBy(call: Pick<Call, 'app'>, provider: OpenidProvider, logout_token: string) {
  const rules = rulesOf(provider)
  const issuer = rules.issuerOf(logout_token)
  if (issuer === undefined) throw new Refused('failed', 'issuer')
  const { keys } = await issuerOf(call, rules, keyIdOf(logout_token))
  const expected = { issuer, client_id: provider.client_id, now: call.app.now(), leeway }
  const checked = checkLogoutToken(logout_token, keys, expected)
  if (!checked.ok) throw new Refused('failed', checked.reason)
  return { ...checked, issuer, until: checked.exp + leeway }
}

type Exchanging = { issuer: OpenidIssuer; code: string; verifier: string }

/** RFC 6749 §4.1.3, RFC 7636 §4.5. */
async function exchange(
  call: Call,
  provider: OpenidProvider,
  rules: Rules,
  { issuer, code, verifier }: Exchanging,
): Promise<{ id_token: string; access_token: string | undefined }> {
  const { client_id } = provider
  const secret = rules.secret(call.app.now())
  const basic = secret !== undefined && issuer.takes_basic
  const answer = objectIn(
    await ask(call.app, issuer.token_endpoint, {
      by: whoWrote(issuer.token_endpoint, rules.where.issuer),
      ...(basic && { headers: { authorization: basicOf(client_id, secret) } }),
      form: {
        grant_type: 'authorization_code',
        code,
        redirect_uri: callbackOf(call, provider),
        code_verifier: verifier,
        ...(!basic && { client_id }),
        ...(!basic && secret !== undefined && { client_secret: secret }),
      },
    }),
  )
  const { id_token, access_token } = answer
  if (typeof id_token !== 'string') throw new Refused('failed', 'no id token')
  return { id_token, access_token: typeof access_token === 'string' ? access_token : undefined }
}

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined by the colon. */
function basicOf(client_id: string, secret: string): string {
  const encoded = (text: string) => new URLSearchParams({ x: text }).toString().slice(2)
  return `Basic ${Buffer.from(`${encoded(client_id)}:${encoded(secret)}`).toString('base64')}`
}

/** Some say the address there alone (OpenID Connect Core 1.0 §5.4). */
async function userinfo(
  { app }: Call,
  provider: OpenidProvider,
  { userinfo_endpoint: endpoint }: OpenidIssuer,
  { sub, email, name }: Claims,
  access_token: string | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  if (provider.kind !== 'openid' || email !== undefined) return {}
  if (endpoint === undefined || access_token === undefined || !/^[\x21-\x7e]{1,8000}$/.test(access_token))
    return {}
  const headers = { authorization: `Bearer ${access_token}` }
  const told = objectIn(await ask(app, endpoint, { by: whoWrote(endpoint, provider.issuer), headers }))
  // OpenID Connect Core 1.0 §5.3.2: "if they do not match, the UserInfo Response values MUST NOT be used" (UP-04).
  if (told['sub'] !== sub) throw new Refused('failed', 'userinfo')
  // Whether an address is confirmed is said of the one beside it, and of no other.
  return { email: told['email'], email_verified: told['email_verified'], name: name ?? told['name'] }
}
