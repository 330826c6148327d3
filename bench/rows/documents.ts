import { betterAuthJwks } from '../candidates/better-auth.ts'
import { floor } from '../candidates/floor.ts'
import { oidcProviderDocument } from '../candidates/oidc-provider.ts'
import { warderDocument } from '../candidates/warder.ts'
import { throughput } from '../harness/throughput.ts'
import type { Row } from './row.ts'

const discovery = '/.well-known/openid-configuration'

export const documentRows: readonly Row[] = [
  {
    name: 'jwks',
    title: 'public keys, against oidc-provider and Better Auth',
    says: 'The public keys, which every API that checks tokens fetches.',
    measure: (settings) => {
      const keys = '"keys":[{'
      const candidates = [
        warderDocument('/.well-known/jwks.json', keys),
        oidcProviderDocument('/jwks', keys),
        betterAuthJwks,
        floor,
      ]
      return throughput(candidates, 'sqlite', settings)
    },
  },
  {
    name: 'discovery',
    title: 'discovery document, against oidc-provider',
    says: 'The OpenID Connect discovery document.',
    measure: (settings) => {
      const piece = '"token_endpoint":"http'
      const candidates = [warderDocument(discovery, piece), oidcProviderDocument(discovery, piece), floor]
      return throughput(candidates, 'sqlite', settings)
    },
  },
]
