import { floor } from '../candidates/floor.ts'
import type { Algorithm } from '../candidates/machine-token.ts'
import { oidcProviderOpaqueToken, oidcProviderToken } from '../candidates/oidc-provider.ts'
import { warderToken } from '../candidates/warder.ts'
import { warderOpaqueToken } from '../candidates/warder-tokens.ts'
import { throughput } from '../harness/throughput.ts'
import type { Row } from './row.ts'

function clientCredentials(name: string, algorithm: Algorithm): Row {
  return {
    name,
    title: `access token for a machine, JWT with ${algorithm}, against oidc-provider`,
    says:
      `A machine's access token: \`POST /oauth/token\` with HTTP Basic, a JWT signed with ${algorithm}, against ` +
      "node-oidc-provider with its in-memory adapter, which keeps nothing. Every round first verifies two tokens' signatures " +
      'and that they differ.',
    measure: (settings) =>
      throughput([warderToken(algorithm), oidcProviderToken(algorithm), floor], 'sqlite', settings),
  }
}

export const clientCredentialsRows: readonly Row[] = [
  clientCredentials('client-credentials', 'ES256'),
  clientCredentials('client-credentials-rs256', 'RS256'),
  {
    name: 'client-credentials-opaque',
    title: 'opaque access token for a machine, against oidc-provider',
    says:
      "A machine's access token that says nothing: `POST /oauth/token` with HTTP Basic. What it stands for is on Warder's disk before it is " +
      "given out; oidc-provider's in-memory adapter keeps it until the process ends.",
    measure: (settings) =>
      throughput([warderOpaqueToken, oidcProviderOpaqueToken, floor], 'sqlite', settings),
  },
]
