import {
  authorizationRedirect,
  findRedirectUri,
  OAuthError,
  parameter,
  Problem,
  stateOf,
} from '@warder/protocol'
import { redirect, type Answer } from '../../http/answer.ts'
import type { Call } from '../../http/router.ts'
import { findClient, type Client } from '../clients/client.ts'

/** Where an authorization request may be answered: a known client at one of its own redirect URIs. */
export type Place = {
  client: Client
  redirect_uri: string
  /** Whether the request named the redirect URI, or left it to the only registered one. */
  named: boolean
}

/**
 * Finds the client and the redirect URI before anything else is looked at. While either is in doubt
 * nothing is sent anywhere: the person sees a page of ours (RFC 6749 §4.1.2.1, RFC 9700 §4.11).
 *
 * @throws Problem malformed_request
 */
export async function findPlace(call: Call, params: URLSearchParams): Promise<Place> {
  const client_id = parameter(params, 'client_id')
  const client = client_id === undefined ? undefined : await findClient(call.app, call.tenant.id, client_id)
  if (!client)
    throw refuse('The application that sent you here is not known. Go back to it and tell whoever runs it.')

  const requested = parameter(params, 'redirect_uri')
  const openid = (params.get('scope') ?? '').split(' ').includes('openid')
  const redirect_uri = findRedirectUri(client.redirect_uris, requested, { openid })
  if (redirect_uri === undefined) {
    throw refuse(
      'The application asked to send you to an address that it has not registered. Nothing was sent there.',
    )
  }
  return { client, redirect_uri, named: requested !== undefined }
}

const refuse = (detail: string) => new Problem('malformed_request', { detail })

type Response = { code: string } | { error: OAuthError }

/**
 * The way back to the client, with a code or an error (RFC 6749 §4.1.2 and §4.1.2.1). Always 303, so that no
 * form is posted again to where it leads (RFC 9700 §4.12), and without a referrer (RFC 9700 §4.2.4).
 */
export function sendBack(
  { tenant }: Pick<Call, 'tenant'>,
  redirect_uri: string,
  params: URLSearchParams,
  response: Response,
  cookies: readonly string[] = [],
): Answer {
  const outcome =
    'code' in response
      ? { code: response.code }
      : { error: response.error.code, error_description: response.error.message }
  // RFC 9207 §2: whom the answer is from, so that a client of two servers cannot be confused.
  const location = authorizationRedirect(redirect_uri, {
    ...outcome,
    state: stateOf(params),
    iss: tenant.issuer,
  })
  return redirect(location, { headers: { 'referrer-policy': 'no-referrer' }, cookies })
}

const plainSource = /^[a-z][a-z0-9+.-]*:(?:\/\/[a-z0-9.\-[\]:]+)?$/i

/**
 * What a page's `form-action` must name so that its form may lead to this URI: an origin, or the scheme of
 * an application on the device. Undefined where it would not be safe to put into the policy.
 */
export function formTargetOf(redirect_uri: string): string | undefined {
  const url = new URL(redirect_uri)
  const source = url.origin === 'null' ? url.protocol : url.origin
  return plainSource.test(source) ? source : undefined
}
