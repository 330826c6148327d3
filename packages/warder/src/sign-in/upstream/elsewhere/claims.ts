import type { SignInProvider } from '../../../config/areas/sign-in-with/provider.ts'
import { shownText, type Identity } from '../identity.ts'
import { Refused } from '../refused.ts'

/** Claims that are proved. */
export type Claims = Readonly<Record<string, unknown>> & { iss: string; sub: string }

type Judged = Exclude<SignInProvider, { kind: 'github' }>

/**
 * Whom claims speak of, and whether they may sign in. Pure; the table is in claims.test.ts.
 *
 * @param named what the browser brought beside them: it proves nothing, and names somebody at most
 * @throws Refused `not_allowed`
 */
export function identityIn(provider: Judged, claims: Claims, named?: string): Identity {
  if (!isAllowed(provider, claims)) throw new Refused('not_allowed', 'organisation')
  const { iss, sub } = claims
  const email = shownText(claims['email'])
  const full_name = shownText(claims['name']) ?? named
  const label =
    (provider.kind === 'microsoft' && shownText(claims['preferred_username'])) || email || full_name
  return {
    issuer: iss,
    subject: sub,
    email,
    confirmed: email !== undefined && isConfirmed(provider.kind, claims),
    full_name,
    label: label ?? provider.title,
    sid: shownText(claims['sid']),
  }
}

function isAllowed(provider: Judged, claims: Claims): boolean {
  switch (provider.kind) {
    case 'openid': {
      // UP-11: what the request asked for binds nobody; the claim alone says whose account it is.
      const { domains } = provider
      const hd = claims['hd']
      return domains.length === 0 || (typeof hd === 'string' && domains.includes(hd.toLowerCase()))
    }
    case 'microsoft':
      return isTenantAllowed(provider, claims)
    case 'apple':
      return true
  }
}

/** All private accounts are in this one. */
export const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad'

/** UP-10: the directory is the one whose issuer it is. Anybody may have one, and write in it what they like. */
function isTenantAllowed(
  { authority, tenants }: Pick<Judged & { kind: 'microsoft' }, 'authority' | 'tenants'>,
  { iss, tid }: Claims,
): boolean {
  if (typeof tid !== 'string' || iss !== `${authority}/${tid}/v2.0`) return false
  if (tenants.includes(tid) || tenants.includes('common')) return true
  return tenants.includes('organizations') && tid !== consumers
}

/**
 * Whether the provider vouches for the address. In Entra anybody who runs a directory writes there what they like, so it counts
 * only where the domain was proved by its owner (`xms_edov`).
 */
function isConfirmed(kind: Judged['kind'], claims: Claims): boolean {
  const { email_verified, xms_edov } = claims
  if (kind === 'microsoft') return [true, 1, '1', 'true'].some((yes) => yes === xms_edov)
  // Apple writes it as a text.
  return email_verified === true || (kind === 'apple' && email_verified === 'true')
}

/** What Apple sends one time, beside the answer: `{"name":{"firstName":"Ada","lastName":"Lovelace"}}`. */
export function nameInApples(user: string | undefined): string | undefined {
  if (user === undefined) return undefined
  try {
    const { name } = JSON.parse(user) as { name?: { firstName?: unknown; lastName?: unknown } }
    const words = [shownText(name?.firstName), shownText(name?.lastName)].filter(Boolean)
    return shownText(words.join(' '))
  } catch {
    return undefined
  }
}
