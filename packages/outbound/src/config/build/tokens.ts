import type { Credential } from '../../credential.ts'
import { clientCredentials } from '../../oauth/client-credentials.ts'
import { jwtBearer } from '../../oauth/jwt-bearer.ts'
import type { JwtKey } from '../../oauth/jwt-key.ts'
import { refreshToken } from '../../oauth/refresh-token.ts'
import { selfSignedJwt } from '../../oauth/self-signed-jwt.ts'
import { given } from '../../oauth/server.ts'
import { tokenExchange } from '../../oauth/token-exchange.ts'
import type { Described } from '../definition.ts'
import type { Reference, Text } from '../references.ts'
import { tokenEndpointOf } from './sign-in.ts'
import { clientOf, optional, serverOf, textsOf, type Kit } from './kit.ts'

type Of<T extends Described['type']> = Extract<Described, { type: T }>

const spaced = (scope: readonly string[] | undefined) => scope?.join(' ')

export async function clientCredentialsOf(
  described: Of<'client-credentials'>,
  kit: Kit,
): Promise<Credential> {
  const { scope, audience, resource } = described
  return clientCredentials({
    ...(await serverOf(kit, described)),
    ...given({
      scope: spaced(scope),
      audience: await optional(kit, audience),
      resource: await optional(kit, resource),
    }),
  })
}

/** What a sign-in has kept, renewed for as long as the server allows. */
export async function personOf(
  described: Of<'authorization-code'> | Of<'device-code'>,
  kit: Kit,
): Promise<Credential> {
  const { tokenHeader } = described
  const credential = refreshToken({
    ...(await clientOf(kit, described)),
    tokenEndpoint: await tokenEndpointOf(described, kit),
    store: kit.store,
    id: kit.id,
    ...(tokenHeader && { header: { name: tokenHeader.name, prefix: tokenHeader.prefix ?? '' } }),
  })
  return { ...credential, kind: described.type }
}

async function keyOf(
  { key, alg, kid }: { key: Reference; alg: JwtKey['alg']; kid?: Text },
  kit: Kit,
): Promise<JwtKey> {
  const id = await optional(kit, kid)
  return { pem: kit.secret(key), alg, ...(id !== undefined && { kid: id }) }
}

export async function jwtBearerOf(described: Of<'jwt-bearer'>, kit: Kit): Promise<Credential> {
  const { iss, sub, aud, scope, claims } = described
  return jwtBearer({
    ...(await serverOf(kit, described)),
    key: await keyOf(described, kit),
    aud: await kit.text(aud),
    ...given({ iss: await optional(kit, iss), sub: await optional(kit, sub), scope: spaced(scope) }),
    claims: await textsOf(kit, claims),
  })
}

export async function selfSignedOf(described: Of<'self-signed-jwt'>, kit: Kit): Promise<Credential> {
  const { claims, ttl } = described
  return selfSignedJwt({
    key: await keyOf(described, kit),
    claims: await textsOf(kit, claims),
    ...(ttl !== undefined && { ttl }),
  })
}

export async function tokenExchangeOf(described: Of<'token-exchange'>, kit: Kit): Promise<Credential> {
  const { subjectType, actorType, requestedType, audience, resource, scope } = described
  // What stands within was read by `readDefinition`, which gives these.
  const actor = described.actor as Described | undefined
  return tokenExchange({
    ...(await serverOf(kit, described)),
    subject: await kit.build(described.subject as Described),
    ...(actor && { actor: await kit.build(actor) }),
    ...(subjectType && { subjectType }),
    ...(actorType && { actorType }),
    ...(requestedType && { requestedType }),
    ...given({
      audience: await optional(kit, audience),
      resource: await optional(kit, resource),
      scope: spaced(scope),
    }),
  })
}
