import * as address from '../../kinds/address.ts'
import { list } from '../../kinds/kind.ts'
import { setting } from '../../kinds/setting.ts'
import {
  appleId,
  appleKey,
  clientId,
  clientSecret,
  namedClient,
  namedIssuer,
  secureOrigin,
  tenant,
} from './kinds.ts'

const id = (title: string, env: string) =>
  setting({
    kind: clientId,
    env,
    otherwise: `nobody signs in with ${title}`,
    help: `who we are at ${title}`,
  })

const secret = (title: string, env: string) =>
  setting({ kind: clientSecret, env, secret: true, otherwise: 'none', help: `what proves it at ${title}` })

const native = (title: string, env: string) =>
  setting({
    kind: list(clientId),
    env,
    default: '',
    help: `client ids that your programs on devices have at ${title}`,
  })

/** Signing in with an account elsewhere: see docs/sign-in-with-others.md. */
export const signInWithSettings = {
  'sign_in_with.google.client_id': id('Google', 'WARDER_GOOGLE_CLIENT_ID'),
  'sign_in_with.google.client_secret': secret('Google', 'WARDER_GOOGLE_CLIENT_SECRET'),
  'sign_in_with.google.domains': setting({
    kind: list(address.host),
    env: 'WARDER_GOOGLE_DOMAINS',
    default: '',
    help: 'organisations at Google whose people may sign in, by their domains; none is everybody',
  }),
  'sign_in_with.google.native_client_ids': native('Google', 'WARDER_GOOGLE_NATIVE_CLIENT_IDS'),
  'sign_in_with.github.client_id': id('GitHub', 'WARDER_GITHUB_CLIENT_ID'),
  'sign_in_with.github.client_secret': secret('GitHub', 'WARDER_GITHUB_CLIENT_SECRET'),
  'sign_in_with.github.origin': setting({
    kind: secureOrigin,
    env: 'WARDER_GITHUB_ORIGIN',
    default: 'https://github.com',
    help: 'GitHub, or your GitHub Enterprise Server',
  }),
  'sign_in_with.microsoft.client_id': id('Microsoft', 'WARDER_MICROSOFT_CLIENT_ID'),
  'sign_in_with.microsoft.client_secret': secret('Microsoft', 'WARDER_MICROSOFT_CLIENT_SECRET'),
  'sign_in_with.microsoft.tenants': setting({
    kind: list(tenant),
    env: 'WARDER_MICROSOFT_TENANTS',
    default: '',
    help: 'whose people may sign in, by the ids of directories; organizations is every one, consumers private people, common both',
  }),
  'sign_in_with.microsoft.authority': setting({
    kind: secureOrigin,
    env: 'WARDER_MICROSOFT_AUTHORITY',
    default: 'https://login.microsoftonline.com',
    help: 'the cloud, where it is a national one',
  }),
  'sign_in_with.microsoft.native_client_ids': native('Microsoft', 'WARDER_MICROSOFT_NATIVE_CLIENT_IDS'),
  'sign_in_with.apple.client_id': id('Apple', 'WARDER_APPLE_CLIENT_ID'),
  'sign_in_with.apple.team_id': setting({
    kind: appleId,
    env: 'WARDER_APPLE_TEAM_ID',
    otherwise: 'none',
    help: 'your team at Apple',
  }),
  'sign_in_with.apple.key_id': setting({
    kind: appleId,
    env: 'WARDER_APPLE_KEY_ID',
    otherwise: 'none',
    help: 'which key of the team it is',
  }),
  'sign_in_with.apple.private_key': setting({
    kind: appleKey,
    env: 'WARDER_APPLE_PRIVATE_KEY',
    secret: true,
    otherwise: 'none',
    help: 'that key, as Apple gives it',
  }),
  'sign_in_with.apple.native_client_ids': native('Apple', 'WARDER_APPLE_NATIVE_CLIENT_IDS'),
  'sign_in_with.openid.issuers': setting({
    kind: list(namedIssuer),
    env: 'WARDER_OPENID_ISSUERS',
    default: '',
    help: 'OpenID Connect issuers where people may sign in, each with a name: acme=https://login.acme.example',
  }),
  'sign_in_with.openid.clients': setting({
    kind: list(namedClient),
    env: 'WARDER_OPENID_CLIENTS',
    secret: true,
    otherwise: 'none',
    help: 'who we are at each of them, by that name: acme=client-id:secret',
  }),
}
