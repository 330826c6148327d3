import {
  cibaGrant,
  keyIdOf,
  OAuthError,
  parameter,
  parseBackchannelRequest,
  parseResource,
  readSignedBackchannelRequest,
  type BackchannelRequest,
} from '@warder/protocol'
import { isTooWeak } from '../access/acr.ts'
import { json } from '../http/answer.ts'
import type { Call, Handler } from '../http/router.ts'
import { notSigned, requestAlgorithmsOf } from '../oauth-server/authorize/incoming.ts'
import { interval } from '../oauth-server/backchannel/pending.ts'
import { personOf } from '../oauth-server/claims/subject.ts'
import type { ClientCaller } from '../oauth-server/client-auth.ts'
import { detailsIn } from '../oauth-server/clients/details.ts'
import type { BackchannelDelivery } from '../oauth-server/clients/grants.ts'
import { checkResource, resourcesFor } from '../oauth-server/clients/resource.ts'
import { readIdTokenHint } from '../oauth-server/token/id-token-hint.ts'
import * as users from '../store/people/users.ts'
import { parseEmail } from '../users/email.ts'
import { askPerson } from './ask.ts'

/**
 * POST /oauth/bc-authorize (CIBA §7): an application asks somebody who is not in front of it.
 *
 * @throws OAuthError unauthorized_client, or with a code of CIBA §13
 */
export const backchannelAuthorization: Handler<ClientCaller> = async (call) => {
  const { app, tenant, trace } = call
  const { client } = call.caller
  if (!client.backchannel || client.public || !client.grant_types.includes(cibaGrant))
    throw new OAuthError('unauthorized_client', 'this client may not ask people who are elsewhere')
  const params = await paramsOf(call, client.backchannel)
  const asked = parseBackchannelRequest(params, { scope: client.scope, mode: client.backchannel.mode })
  const resource = parseResource(params)
  checkResource(client, tenant.issuer, resource, asked.scope)
  const longest = app.config.approvals.lifetime
  const lifetime = Math.min(asked.requested_expiry ?? longest, longest)
  const { binding_message, client_notification_token } = asked
  const auth_req_id = await askPerson(call, {
    user_id: await hinted(call, asked.hint),
    client,
    request: {
      client_id: client.client_id,
      tenant_id: tenant.id,
      scope: asked.scope,
      resource: [...resourcesFor(client, resource)],
      ...detailsIn(params, client, app.config),
      ...(binding_message !== undefined && { binding_message }),
      strong: wantsStrong(asked.acr_values, client.default_acr_values),
      address: trace.address,
    },
    lifetime,
    client_notification_token,
  })
  // CIBA §7.3.
  return json({ auth_req_id, expires_in: lifetime, interval })
}

/** OIDC Dynamic Registration §2: where a request does not say how sure it wants to be, what the client registered counts. */
const wantsStrong = (asked: readonly string[], registered: readonly string[]): boolean =>
  asked.length > 0 ? asked.includes('urn:warder:aal2') : isTooWeak([], registered)

/** What is asked: in the form, or in a signed request in it, which is used once. */
async function paramsOf(
  { app, tenant, caller }: Call<ClientCaller>,
  { request_alg }: BackchannelDelivery,
): Promise<URLSearchParams> {
  const { client, form } = caller
  const object = parameter(form, 'request')
  if (object === undefined) {
    if (request_alg !== undefined || client.require_request_object) throw notSigned()
    return form
  }
  const now = app.now()
  const { params, jti, exp } = readSignedBackchannelRequest(object, form, {
    client_id: client.client_id,
    issuer: tenant.issuer,
    keys: await app.oauth.client_keys.of(client, keyIdOf(object), now),
    algorithms: request_alg === undefined ? requestAlgorithmsOf(client) : [request_alg],
    now,
  })
  // CIBA §7.1.1: "jti A unique identifier".
  if (!(await app.replay.once(`backchannel request ${client.client_id} ${jti}`, exp, now)))
    throw new OAuthError('invalid_request', 'this signed request was sent before')
  return params
}

/**
 * Who is meant; undefined for nobody, which is not told (CIBA §13 has `unknown_user_id` for it, by which everybody could ask who has an
 * account). What we signed ourselves tells nothing new, so that a wrong one is refused.
 */
async function hinted(
  call: Call<ClientCaller>,
  hint: BackchannelRequest['hint'],
): Promise<string | undefined> {
  const { app, tenant } = call
  const { client } = call.caller
  if (hint.kind === 'login_hint') {
    const email = parseEmail(hint.value)
    if (!email) return personOf(app, tenant.id, client, hint.value)
    return (await users.findByEmail(app.db, tenant.directory_id, email.key))?.id
  }
  const read = await readIdTokenHint(app, tenant, hint.value)
  if (read?.client_id !== client.client_id)
    throw new OAuthError('unknown_user_id', 'id_token_hint is not an ID token of this client')
  return personOf(app, tenant.id, client, read.subject)
}
