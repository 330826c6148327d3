import { oidcProviderRefresh } from '../candidates/oidc-provider.ts'
import { warderRefresh } from '../candidates/warder.ts'
import { throughput } from '../harness/throughput.ts'
import type { Row } from './row.ts'

export const refreshRow: Row = {
  name: 'refresh',
  title: 'refresh token rotation, against oidc-provider with Redis',
  services: true,
  says:
    'A refresh token for new tokens, rotated: every answer brings the token of the next request. Warder on SQLite, where each ' +
    'rotation is on the disk before the answer; oidc-provider with an adapter on Redis, which writes nothing to the disk.',
  measure: (settings) => throughput([warderRefresh, oidcProviderRefresh], 'sqlite', settings),
}
