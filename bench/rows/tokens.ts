import { floor } from '../candidates/floor.ts'
import { oidcProviderIntrospection, oidcProviderUserinfo } from '../candidates/oidc-provider.ts'
import { warderIntrospection, warderUserinfo } from '../candidates/warder-tokens.ts'
import { throughput } from '../harness/throughput.ts'
import type { Row } from './row.ts'

export const tokenRows: readonly Row[] = [
  {
    name: 'introspection',
    title: 'what a token says, asked by its client, against oidc-provider',
    says:
      'Introspection (RFC 7662) with HTTP Basic, of an opaque access token of the client itself. Warder looks in the database ' +
      'for what it stands for and whether it was revoked, each time; oidc-provider looks in its memory.',
    measure: (settings) =>
      throughput([warderIntrospection, oidcProviderIntrospection, floor], 'sqlite', settings),
  },
  {
    name: 'userinfo',
    title: 'who a token speaks for, against oidc-provider',
    says:
      'UserInfo (OIDC Core §5.3) with a bearer token: name and address. Warder reads the person and whether the token was revoked from ' +
      'the database each time; oidc-provider has token, grant and client in its memory and a constant as the account.',
    measure: (settings) => throughput([warderUserinfo, oidcProviderUserinfo, floor], 'sqlite', settings),
  },
]
