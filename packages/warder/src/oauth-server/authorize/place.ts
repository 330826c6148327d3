import { findRedirectUri, parameter, Problem } from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import type { Client } from '../clients/client.ts'
import type { ConsentKey } from '../../store/oauth/consents.ts'
import { findNamedClient } from '../documents/find.ts'

/** Where an authorization request may be answered: a known client at one of its own redirect URIs. */
export type Place = {
  client: Client
  redirect_uri: string
  /** Whether the request named the redirect URI, or left it to the only registered one. */
  named: boolean
  /** Digest of the handle of a pushed request, which is used up with the answer. */
  pushed?: string | undefined
}

/**
 * Finds the client before anything else is looked at, and then its redirect URI. While either is in doubt nothing is sent
 * anywhere: the person sees a page of ours (RFC 6749 §4.1.2.1, RFC 9700 §4.11).
 *
 * @throws Problem application_refused
 */
export async function clientOf(call: Call, params: URLSearchParams): Promise<Client> {
  const client_id = parameter(params, 'client_id')
  const client = client_id === undefined ? undefined : await findNamedClient(call, client_id)
  if (!client)
    throw refuse('The application that sent you here is not known. Go back to it and tell whoever runs it.')
  return client
}

/** @throws Problem application_refused, with the redirect URI for the page to show */
export function placeFor(client: Client, params: URLSearchParams): Place {
  const { redirect_uri, named } = redirectUriFor(client, params)
  if (redirect_uri !== undefined) return { client, redirect_uri, named }
  if (!named) throw refuse('The application did not say where to send you.')
  throw refuse(
    'The application asked to send you to an address that it has not registered. Nothing was sent there.',
    { redirect_uri: parameter(params, 'redirect_uri') },
  )
}

/** The redirect URI of a request; undefined when it may have none. */
export function redirectUriFor(
  client: Pick<Client, 'redirect_uris'>,
  params: URLSearchParams,
): { redirect_uri: string | undefined; named: boolean } {
  const requested = parameter(params, 'redirect_uri')
  const openid = (params.get('scope') ?? '').split(' ').includes('openid')
  return {
    redirect_uri: findRedirectUri(client.redirect_uris, requested, { openid }),
    named: requested !== undefined,
  }
}

const refuse = (detail: string, extra?: { redirect_uri: string | undefined }) =>
  new Problem('application_refused', { detail, extra })

/** The host of a web address; the scheme of an application on the device. */
export function hostOf(redirect_uri: string): string {
  const url = new URL(redirect_uri)
  return url.host === '' ? url.protocol.slice(0, -1) : url.host
}

/**
 * Whose consent to what, for a request. Of an application that registered itself people know where it sends them and nothing
 * else: it may name a host that they trust today, and another one that is its own, so what they allow it counts for that host.
 */
export function consentKey(
  user_id: string,
  { client, redirect_uri }: Pick<Place, 'client' | 'redirect_uri'>,
): ConsentKey {
  const { client_id, tenant_id, self_registered } = client
  return { user_id, client_id, tenant_id, ...(self_registered && { redirect_host: hostOf(redirect_uri) }) }
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
