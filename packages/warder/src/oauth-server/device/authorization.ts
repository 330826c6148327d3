import {
  deviceCodeGrant,
  grantScope,
  OAuthError,
  parameter,
  parseResource,
  showUserCode,
} from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { json } from '../../http/answer.ts'
import { checkLimit, waiting } from '../../http/limit.ts'
import type { Handler } from '../../http/router.ts'
import { askedLocale } from '../../http/words/language.ts'
import { keepAim } from '../../pages/form.ts'
import type { ClientCaller } from '../client-auth.ts'
import { detailsIn } from '../clients/details.ts'
import { checkResource, resourcesFor } from '../clients/resource.ts'
import { beginDevice, interval, lifetime } from './request.ts'

/**
 * POST /oauth/device_authorization (RFC 8628 §3.1): a device without a browser, or without a keyboard, begins.
 *
 * @throws OAuthError unauthorized_client, invalid_scope, invalid_target or invalid_authorization_details
 */
export const deviceAuthorization: Handler<ClientCaller> = async (call) => {
  const { app, tenant, trace } = call
  const { client, form } = call.caller
  // Anybody can begin in the name of a public client, and each beginning leaves rows.
  if (client.public) await checkLimit(call, waiting)
  if (!client.grant_types.includes(deviceCodeGrant))
    throw new OAuthError('unauthorized_client', 'this client may not use the device code')
  const scope = grantScope(parameter(form, 'scope'), client.scope)
  const requested = parseResource(form)
  checkResource(client, tenant.issuer, requested, scope)
  const { device_code, user_code } = await beginDevice(app, {
    client_id: client.client_id,
    tenant_id: tenant.id,
    scope,
    resource: [...resourcesFor(client, requested)],
    ...detailsIn(form, client, app.config),
    address: trace.address,
    user_agent: trace.user_agent,
  })
  await record(app.db, call, {
    type: 'device.asked',
    outcome: 'succeeded',
    client_id: client.client_id,
    detail: { scope },
  })
  const shown = showUserCode(user_code)
  const verification_uri = `${tenant.issuer}/device`
  const ui_locales = askedLocale(parameter(form, 'ui_locales'))
  // RFC 8628 §3.2.
  return json({
    device_code,
    user_code: shown,
    verification_uri,
    verification_uri_complete: keepAim(`${verification_uri}?user_code=${shown}`, { ui_locales }),
    expires_in: lifetime,
    interval,
  })
}
