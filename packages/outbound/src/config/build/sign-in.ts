import { endpointsOf, needed, type SignInServer } from '../../interactive/endpoints.ts'
import { OutboundError } from '../../errors.ts'
import type { Described } from '../definition.ts'
import { clientOf, textsOf, type Kit } from './kit.ts'

export type SignInDescribed = Extract<Described, { type: 'authorization-code' | 'device-code' }>

/** The server of a sign-in: by its issuer, or by its addresses. */
export function signInServerOf(described: SignInDescribed, kit: Kit): SignInServer {
  const { issuer, tokenEndpoint, authorizationEndpoint, deviceAuthorizationEndpoint } = described
  if (issuer !== undefined) return { issuer: kit.address(issuer) }
  if (tokenEndpoint === undefined)
    throw new OutboundError('CONFIG_INVALID', 'name either the token endpoint or the issuer')
  return {
    tokenEndpoint: kit.address(tokenEndpoint),
    ...(authorizationEndpoint !== undefined && { authorizationEndpoint: kit.address(authorizationEndpoint) }),
    ...(deviceAuthorizationEndpoint !== undefined && {
      deviceAuthorizationEndpoint: kit.address(deviceAuthorizationEndpoint),
    }),
  }
}

/** Where tokens are renewed: what the file says, or what the issuer publishes. */
export async function tokenEndpointOf(described: SignInDescribed, kit: Kit): Promise<string> {
  if (described.tokenEndpoint !== undefined) return kit.address(described.tokenEndpoint)
  const found = await endpointsOf(signInServerOf(described, kit), kit.send ?? fetch, undefined)
  return needed(found.token_endpoint, 'tokens').href
}

/** What `signIn` and `deviceSignIn` take, but for how they speak with the person. */
export async function signInOptionsOf(described: SignInDescribed, kit: Kit) {
  const { scope = [], scopeSeparator = ' ', parameters, redirectPort, redirectPath, redirectHost } = described
  return {
    ...(await clientOf(kit, described)),
    server: signInServerOf(described, kit),
    scope: scope.join(scopeSeparator),
    parameters: await textsOf(kit, parameters),
    redirect: {
      ...(redirectPort !== undefined && { port: redirectPort }),
      ...(redirectPath !== undefined && { path: redirectPath }),
      ...(redirectHost !== undefined && { host: redirectHost }),
    },
    store: kit.store,
    id: kit.id,
  }
}
