import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Candidate } from '../harness/candidate.ts'
import { peer } from '../harness/paths.ts'
import { askOnce } from '../load/ask.ts'
import {
  type Algorithm,
  checkAccessToken,
  checkOpaqueToken,
  document,
  introspectionRequest,
  opaqueRequest,
  tokenRequest,
} from './machine-token.ts'

const secret = 'wS3uVq0Zb1yXnK5tJ7gP9rLd2hMcFeA8'
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
        client_secret: secret,
      })
      await checkAccessToken(port, exchange, document('/jwks', '"keys":[{'), algorithm)
      return exchange
    },
  }
}

/** node-oidc-provider issuing an opaque one, which its in-memory adapter forgets when the process ends. */
export const oidcProviderOpaqueToken: Candidate = {
  name: 'oidc-provider, opaque',
  command: () => ({ args: [peer('oidc-provider')], env: { FORMAT: 'opaque' } }),
  readyPath: discovery,
  async prepare({ port }) {
    const exchange = opaqueRequest(tokenRequest('/token', { client_id: 'machine', client_secret: secret }))
    await checkOpaqueToken(port, exchange)
    return exchange
  },
}

/** node-oidc-provider saying what it knows of an opaque access token, the kind that it keeps. */
export const oidcProviderIntrospection: Candidate = {
  name: 'oidc-provider',
  command: () => ({ args: [peer('oidc-provider')], env: { FORMAT: 'opaque' } }),
  readyPath: discovery,
  async prepare({ port }) {
    const asked = tokenRequest('/token', { client_id: 'machine', client_secret: secret })
    const got = await askOnce(port, {
      ...asked,
      expected: { status: 200, contains: ['"token_type":"Bearer"'] },
    })
    return introspectionRequest('/token/introspection', asked, got)
  },
}

/** node-oidc-provider saying who somebody is. */
export const oidcProviderUserinfo: Candidate = {
  name: 'oidc-provider',
  command: ({ data }) => ({
    args: [peer('oidc-provider')],
    env: { ACCESS_TOKEN: join(data, 'access-token') },
  }),
  readyPath: discovery,
  prepare: async ({ data }) => ({
    method: 'GET',
    path: '/me',
    headers: { Authorization: `Bearer ${readFileSync(join(data, 'access-token'), 'utf8')}` },
    expected: { status: 200, contains: ['"sub":"ada"', '"email":"ada@example.com"'] },
  }),
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

/** node-oidc-provider rotating refresh tokens that are kept in Redis. */
export const oidcProviderRefresh: Candidate = {
  name: 'oidc-provider, Redis',
  command: ({ data }) => ({
    args: [peer('oidc-provider')],
    env: { REDIS_URL: process.env['REDIS_URL'] ?? '', REFRESH_TOKENS: join(data, 'refresh-tokens') },
  }),
  readyPath: discovery,
  prepare: async ({ data }) => ({
    ...tokenRequest('/token', { client_id: 'application', client_secret: secret }),
    body: 'grant_type=refresh_token&refresh_token={carried}',
    expected: { status: 200, contains: ['"access_token":"ey', '"refresh_token":"'] },
    carry: {
      first: readFileSync(join(data, 'refresh-tokens'), 'utf8').split('\n'),
      field: 'refresh_token',
    },
  }),
}
