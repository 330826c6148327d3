import {
  authorizationRedirect,
  fragmentRedirect,
  responseClaims,
  responseModeOf,
  signJwt,
  stateOf,
  type OAuthError,
  type ResponseParameters,
} from '@warder/protocol'
import { html, redirect, type Answer } from '../../http/answer.ts'
import { pagePolicy } from '../../http/headers.ts'
import type { Call } from '../../http/router.ts'
import { frameFor } from '../../http/words/frame.ts'
import { formPostPage } from '../../pages/form-post/form-post.ts'
import type { Frame } from '../../pages/layout.ts'
import { errorPage } from '../../pages/message/error.ts'
import { nameIn } from '../clients/about/names.ts'
import type { Client } from '../clients/client.ts'
import { formTargetOf, type Place } from './place.ts'

type Response = { code: string } | { error: OAuthError }
type Here = Pick<Call, 'app' | 'tenant' | 'request'>
/** An address to be sent to, or what a form carries to the redirect URI. */
type Way = { location: string } | { fields: ResponseParameters }

/**
 * Sends the browser back to the client, with a code or an error (RFC 6749 §4.1.2 and §4.1.2.1), in the way that it asked
 * for and may have. A redirect is always 303, so that no form is posted again to where it leads (RFC 9700 §4.12), and goes
 * without a referrer (RFC 9700 §4.2.4).
 */
export async function sendBack(
  call: Here,
  place: Place,
  params: URLSearchParams,
  response: Response,
): Promise<Answer> {
  const way = await wayBack(call, place, params, response)
  return 'location' in way
    ? redirect(way.location, { headers: noReferrer })
    : formPost(await frameFor(call, { form: params }), place, way.fields, 'by itself')
}

/**
 * Offers the way back instead of taking it. Whoever registered an application without anybody's doing could otherwise have every
 * browser led to any address, by a request that cannot go on (RFC 9700 §4.11.2).
 */
export async function offerWayBack(
  call: Here & Pick<Call, 'trace'>,
  place: Place,
  params: URLSearchParams,
  error: OAuthError,
): Promise<Answer> {
  const way = await wayBack(call, place, params, { error })
  const frame = await frameFor(call, { form: params })
  if ('fields' in way) return formPost(frame, place, way.fields, 'by a press')
  const { host } = new URL(place.redirect_uri)
  const { title, text, back } = frame.words.messages.error.impossible
  const body = errorPage({
    ...frame,
    title,
    text,
    code: error.code,
    request_id: call.trace.request_id,
    action: { href: way.location, label: back(host) },
  })
  return html(body, { status: 400, headers: noReferrer })
}

async function wayBack(
  call: Here,
  { client, redirect_uri }: Place,
  params: URLSearchParams,
  response: Response,
): Promise<Way> {
  const outcome =
    'code' in response
      ? { code: response.code }
      : { error: response.error.code, error_description: response.error.message }
  // RFC 9207 §2: whom the answer is from, so that a client of two servers cannot be confused.
  const plain = { ...outcome, state: stateOf(params), iss: call.tenant.issuer }
  const mode = responseModeOf(params, client.response_modes)
  const [carrier, signed] = mode.split('.')
  const answer = signed === 'jwt' ? { response: await signedResponse(call, client, plain) } : plain

  if (carrier === 'form_post') return { fields: answer }
  const address = carrier === 'fragment' ? fragmentRedirect : authorizationRedirect
  return { location: address(redirect_uri, answer) }
}

/** An application learns no address of ours. */
const noReferrer = { 'referrer-policy': 'no-referrer' }

/** JARM §2.1 and §2.2. */
async function signedResponse(
  { app, tenant }: Here,
  client: Client,
  response: ResponseParameters,
): Promise<string> {
  const key = await app.keys.signer(tenant.id, client.authorization_signed_response_alg)
  const parties = { issuer: tenant.issuer, client_id: client.client_id }
  return signJwt(key, 'JWT', responseClaims(response, parties, app.now()))
}

/** OAuth 2.0 Form Post Response Mode §2: a page whose form goes to the client, by itself or by a press alone. */
function formPost(
  frame: Frame,
  { client, redirect_uri }: Place,
  fields: ResponseParameters,
  sent: 'by itself' | 'by a press',
): Answer {
  const body = formPostPage({
    ...frame,
    application: nameIn(client, frame.words.locale),
    action: redirect_uri,
    fields: Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
    sent,
  })
  const policy = pagePolicy(formTargetOf(redirect_uri), 'our scripts')
  return html(body, { headers: { ...noReferrer, 'content-security-policy': policy } })
}
