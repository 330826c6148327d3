import { assertionIssuer, signJwt } from '@warder/protocol'
import type { Seconds } from '@warder/protocol'
import type { SignInProvider } from '../../../config/areas/sign-in-with/provider.ts'
import type { Where } from '../../../oauth-server/proofs/openid-issuers.ts'
import { minute } from '../../../time.ts'
import { consumers } from './claims.ts'

export type OpenidProvider = Exclude<SignInProvider, { kind: 'github' }>

/** What differs between issuers of OpenID Connect. */
export type Rules = {
  where: Where
  scope: string
  /** What the authorization endpoint wants beside. */
  parameters: Readonly<Record<string, string>>
  /** What has people sign in there anew; undefined where nothing does. */
  anew?: Readonly<Record<string, string>> | undefined
  /** The issuer that this token must be of; undefined where it says none that could be. */
  issuerOf: (id_token: string) => string | undefined
  secret: (now: Seconds) => string | undefined
}

export function rulesOf(provider: OpenidProvider): Rules {
  switch (provider.kind) {
    case 'openid':
      return openid(provider)
    case 'microsoft':
      return microsoft(provider)
    case 'apple':
      return apple(provider)
  }
}

const usual = 'openid email profile'

function openid({ issuer, domains, client_secret, name }: OpenidProvider & { kind: 'openid' }): Rules {
  const [hd] = domains.length > 1 ? ['*'] : domains
  return {
    where: { issuer },
    scope: usual,
    parameters: {
      // Whoever has several accounts chooses each time.
      ...(name === 'google' && { prompt: 'select_account' }),
      ...(hd !== undefined && { hd }),
    },
    // Google takes neither.
    anew: name === 'google' ? undefined : { prompt: 'login', max_age: '0' },
    issuerOf: () => issuer,
    secret: () => client_secret,
  }
}

type Microsoft = OpenidProvider & { kind: 'microsoft' }

/** Each directory is an issuer of its own; for many there is one document, with a gap in the name of the issuer. */
function microsoft(provider: Microsoft): Rules {
  const { authority, client_secret } = provider
  const of = (tenant: string) => `${authority}/${tenant}/v2.0`
  const segment = segmentOf(provider)
  const many = segment === 'common' || segment === 'organizations'
  const document = `${of(segment)}/.well-known/openid-configuration`
  return {
    where: many ? { issuer: of('{tenantid}'), document } : { issuer: of(segment) },
    scope: usual,
    parameters: { prompt: 'select_account' },
    // It says when that was only where the optional claim `auth_time` is set there.
    anew: { prompt: 'login' },
    issuerOf: (id_token) => {
      // Whether the directory is one that may be, and is the one whose issuer this is, claims.ts judges.
      const issuer = assertionIssuer(id_token)
      return issuer?.startsWith(`${authority}/`) ? issuer : undefined
    },
    secret: () => client_secret,
  }
}

/** The directory in the addresses of a sign-in: one, every organisation, or everybody. */
export function segmentOf({ tenants }: Pick<Microsoft, 'tenants'>): string {
  const [only = 'organizations'] = tenants
  if (tenants.length === 1) return only
  return tenants.includes('common') || tenants.includes(consumers) ? 'common' : 'organizations'
}

/** Apple knows a client by a key instead of a secret. */
function apple({
  issuer,
  client_id,
  team_id,
  key_id,
  private_key,
}: OpenidProvider & { kind: 'apple' }): Rules {
  return {
    where: { issuer },
    scope: 'openid email name',
    // Apple gives neither name nor address in any other way.
    parameters: { response_mode: 'form_post' },
    issuerOf: () => issuer,
    secret: (now) =>
      signJwt({ kid: key_id, alg: 'ES256', privateKey: private_key }, 'JWT', {
        iss: team_id,
        iat: now,
        exp: now + 5 * minute,
        aud: issuer,
        sub: client_id,
      }),
  }
}
