import { costly, unlimited } from '../http/limit.ts'
import { anyone, route, type Route } from '../http/router.ts'
import { account, visitor } from '../sessions/guard.ts'
import { accessToken } from './access-token.ts'
import { authorize, authorizePost } from './authorize/authorize.ts'
import { client, confidentialClient } from './client-auth.ts'
import { consentAnswer, consentForm } from './authorize/consent.ts'
import { accountSelected, selectAccountForm } from './authorize/select-account.ts'
import { errorHere } from './authorize/error.ts'
import { deviceAuthorization } from './device/authorization.ts'
import { deviceAnswered, deviceCodePosted, deviceForm } from './device/pages.ts'
import { jwks, metadata } from './endpoints/discovery.ts'
import { introspection } from './endpoints/introspection.ts'
import { revocationFeed } from './endpoints/revocation-feed.ts'
import { revocation } from './endpoints/revocation.ts'
import { userinfo } from './endpoints/userinfo.ts'
import { logout, logoutAnswer, logoutForm, logoutPost } from './logout/logout.ts'
import {
  deleteRegistration,
  readRegistration,
  register,
  registeredClient,
  replaceRegistration,
} from './registration/endpoints.ts'
import { pushRequest } from './par/push.ts'
import { token } from './token/token.ts'

/**
 * The OAuth 2.1 and OpenID Connect server: an application asks, a person answers on our pages, tokens follow.
 *
 * What a request may do is decided in `@warder/protocol`; the files here load what a decision needs and
 * carry it out in one transaction. They open no session: that is `sign-in/`.
 */
// oxfmt-ignore
export const oauthRoutes: readonly Route[] = [
  //     method  path                                       limit      guard               errors       handler
  route('GET',  '/.well-known/openid-configuration',        unlimited, anyone,             'problem',   metadata),
  route('GET',  '/.well-known/oauth-authorization-server',  unlimited, anyone,             'problem',   metadata),
  route('GET',  '/.well-known/jwks.json',                   unlimited, anyone,             'problem',   jwks),
  route('GET',  '/oauth/authorize',                         unlimited, anyone,             'authorize', authorize),
  route('POST', '/oauth/authorize',                         unlimited, anyone,             'authorize', authorizePost),
  route('GET',  '/consent',                                 unlimited, visitor,            'page',      consentForm),
  route('POST', '/consent',                                 unlimited, visitor,            'page',      consentAnswer),
  route('GET',  '/select-account',                          unlimited, visitor,            'page',      selectAccountForm),
  route('POST', '/select-account',                          unlimited, visitor,            'page',      accountSelected),
  route('GET',  '/error',                                   unlimited, anyone,             'page',      errorHere),
  route('POST', '/oauth/token',                             unlimited, client,             'oauth',     token),
  route('POST', '/oauth/par',                               unlimited, client,             'oauth',     pushRequest),
  route('GET',  '/oauth/userinfo',                          unlimited, accessToken,        'bearer',    userinfo),
  route('POST', '/oauth/userinfo',                          unlimited, accessToken,        'bearer',    userinfo),
  route('POST', '/oauth/introspect',                        unlimited, confidentialClient, 'oauth',     introspection),
  route('POST', '/oauth/revoke',                            unlimited, client,             'oauth',     revocation),
  route('GET',  '/oauth/revocations',                       unlimited, anyone,             'problem',   revocationFeed),
  route('POST',   '/oauth/register',                        costly,    anyone,             'oauth',     register),
  route('GET',    '/oauth/register/:client_id',             unlimited, registeredClient,   'bearer',    readRegistration),
  route('PUT',    '/oauth/register/:client_id',             costly,    registeredClient,   'bearer',    replaceRegistration),
  route('DELETE', '/oauth/register/:client_id',             costly,    registeredClient,   'bearer',    deleteRegistration),
  route('POST', '/oauth/device_authorization',              costly,    client,             'oauth',     deviceAuthorization),
  route('GET',  '/device',                                  unlimited, visitor,            'page',      deviceForm),
  route('POST', '/device',                                  costly,    account,            'page',      deviceCodePosted),
  route('POST', '/device/answer',                           costly,    account,            'page',      deviceAnswered),
  route('GET',  '/oauth/logout',                            unlimited, anyone,             'page',      logout),
  route('POST', '/oauth/logout',                            unlimited, anyone,             'page',      logoutPost),
  route('GET',  '/logout',                                  unlimited, visitor,            'page',      logoutForm),
  route('POST', '/logout',                                  unlimited, visitor,            'page',      logoutAnswer),
]
