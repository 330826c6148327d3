import type { Candidate } from '../harness/candidate.ts'
import { peer } from '../harness/paths.ts'
import { type Algorithm, checkAccessToken, document, tokenRequest } from './machine-token.ts'

const discovery = '/.well-known/openid-configuration'

/** node-oidc-provider issuing a JWT access token to a machine client. */
export function oidcProviderToken(algorithm: Algorithm): Candidate {
  return {
    name: `oidc-provider, ${algorithm}`,
    command: () => ({ args: [peer('oidc-provider')], env: { ALG: algorithm } }),
    readyPath: discovery,
    async prepare({ port }) {
      const exchange = tokenRequest('/token', {
        client_id: 'machine',
        client_secret: 'wS3uVq0Zb1yXnK5tJ7gP9rLd2hMcFeA8',
      })
      await checkAccessToken(port, exchange, document('/jwks', '"keys":[{'), algorithm)
      return exchange
    },
  }
}

/** node-oidc-provider giving out a document. */
export function oidcProviderDocument(path: '/jwks' | typeof discovery, piece: string): Candidate {
  return {
    name: 'oidc-provider',
    command: () => ({ args: [peer('oidc-provider')], env: {} }),
    readyPath: discovery,
    prepare: async () => document(path, piece),
  }
}
