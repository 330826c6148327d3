import {
  cibaGrant,
  isSigningAlgorithm,
  knownName,
  OAuthError,
  tokenExchangeGrant,
  type SigningAlgorithm,
} from '@warder/protocol'
import type { ClientRow } from '../../store/oauth/clients.ts'
import { responseAlgorithms } from './responses.ts'
import type { SecurityMetadata } from './security.ts'

/** For whom an application may act, and where. */
export type ExchangePolicy = {
  /** Clients whose tokens it may exchange, beside its own and those for its own resources. */
  subjects: readonly string[]
  /** Where the tokens that it gets may be used, beside where the exchanged one may. */
  audiences: readonly string[]
}

/** How it hears that a person has answered it, and what its questions are signed with if they must be (CIBA §4). */
export type BackchannelDelivery = ({ mode: 'poll' } | { mode: 'ping'; endpoint: string }) & {
  request_alg?: SigningAlgorithm
}

/** What grants beside the usual ones need to know of an application. */
export type GrantMetadata = {
  /** Ours; both may be left out. */
  token_exchange?: Partial<ExchangePolicy>
  /** CIBA §4: `poll` if not given. */
  backchannel_token_delivery_mode?: string
  backchannel_client_notification_endpoint?: string
  /** CIBA §4: its questions are signed, every one, and with this. */
  backchannel_authentication_request_signing_alg?: string
  /** RFC 9701 §6: `RS256` if not given, and `ES256` with a profile. */
  introspection_signed_response_alg?: string
}

type GrantColumns = Pick<ClientRow, 'token_exchange' | 'backchannel' | 'introspection_signed_response_alg'>

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)
const most = 100

/** @throws OAuthError invalid_client_metadata */
export function checkedGrantMetadata(
  input: GrantMetadata & Pick<SecurityMetadata, 'jwks' | 'jwks_uri'>,
  grants: readonly string[],
  usual: SigningAlgorithm,
): GrantColumns {
  return {
    token_exchange: checkedExchange(input.token_exchange, grants),
    backchannel: storedBackchannel(checkedBackchannel(input, grants)),
    introspection_signed_response_alg: checkedAlgorithm(input.introspection_signed_response_alg, usual),
  }
}

const storedBackchannel = (delivery: BackchannelDelivery | null) => delivery && JSON.stringify(delivery)

function checkedExchange(
  policy: Partial<ExchangePolicy> | undefined,
  grants: readonly string[],
): string | null {
  if (policy === undefined) return null
  if (!grants.includes(tokenExchangeGrant))
    throw refuse(`token_exchange goes with the grant ${tokenExchangeGrant}`)
  const { subjects = [], audiences = [] } = policy
  for (const list of [subjects, audiences]) {
    if (list.length > most || !list.every((one) => /^[\x21-\x7e]{1,2048}$/.test(one)))
      throw refuse(`token_exchange names at most ${most} clients and as many places, without spaces`)
  }
  return JSON.stringify({ subjects: [...new Set(subjects)], audiences: [...new Set(audiences)] })
}

type Backchannel = Parameters<typeof checkedGrantMetadata>[0]

function checkedBackchannel(input: Backchannel, grants: readonly string[]): BackchannelDelivery | null {
  const { backchannel_token_delivery_mode: mode, backchannel_client_notification_endpoint: endpoint } = input
  const request_alg = checkedRequestAlgorithm(input)
  if (!grants.includes(cibaGrant)) {
    if (mode !== undefined || endpoint !== undefined || request_alg !== undefined)
      throw refuse(`what is said of backchannel requests goes with the grant ${cibaGrant}`)
    return null
  }
  const signed = request_alg === undefined ? {} : { request_alg }
  if (mode === undefined || mode === 'poll') {
    if (endpoint !== undefined) throw refuse('a notification endpoint goes with the delivery mode ping')
    return { mode: 'poll', ...signed }
  }
  // CIBA §5: push needs a token in the message to the client, and nothing is gained by it.
  if (mode !== 'ping') throw refuse('backchannel_token_delivery_mode is poll or ping')
  // CIBA §4: "REQUIRED if the token delivery mode is set to ping", and "It MUST be an HTTPS URL".
  const url = URL.parse(endpoint ?? '')
  if (
    endpoint === undefined ||
    url?.protocol !== 'https:' ||
    url.username ||
    url.password ||
    url.hash ||
    endpoint.length > 2000
  )
    throw refuse('backchannel_client_notification_endpoint must be an https address')
  return { mode, endpoint, ...signed }
}

function checkedRequestAlgorithm(input: Backchannel): SigningAlgorithm | undefined {
  const alg = knownName(input.backchannel_authentication_request_signing_alg)
  if (alg === undefined) return undefined
  if (!isSigningAlgorithm(alg))
    throw refuse('backchannel_authentication_request_signing_alg is not an algorithm that is accepted')
  if (input.jwks === undefined && input.jwks_uri === undefined)
    throw refuse('signed requests need jwks or jwks_uri')
  return alg
}

function checkedAlgorithm(alg: string | undefined, usual: SigningAlgorithm): string | null {
  if (alg !== undefined && !responseAlgorithms.some((known) => known === alg))
    throw refuse(`introspection_signed_response_alg must be one of ${responseAlgorithms.join(', ')}`)
  // RFC 9701 §6: "The default, if omitted, is RS256".
  return alg ?? (usual === 'RS256' ? null : usual)
}

/** What a client is told by its row. The columns were written above. */
export function grantSettings(row: GrantColumns): {
  token_exchange: ExchangePolicy
  backchannel: BackchannelDelivery | undefined
  introspection_signed_response_alg: SigningAlgorithm
} {
  const alg = row.introspection_signed_response_alg
  return {
    token_exchange:
      row.token_exchange === null ? nothing : (JSON.parse(row.token_exchange) as ExchangePolicy),
    backchannel: row.backchannel === null ? undefined : (JSON.parse(row.backchannel) as BackchannelDelivery),
    introspection_signed_response_alg: isSigningAlgorithm(alg) ? alg : 'RS256',
  }
}

const nothing: ExchangePolicy = { subjects: [], audiences: [] }

/** What of it is told again; what is usual is left out. */
export function grantsView(row: GrantColumns): GrantMetadata {
  const { token_exchange, backchannel } = grantSettings(row)
  const alg = row.introspection_signed_response_alg
  return {
    ...(row.token_exchange !== null && { token_exchange }),
    ...(backchannel && { backchannel_token_delivery_mode: backchannel.mode }),
    ...(backchannel?.mode === 'ping' && { backchannel_client_notification_endpoint: backchannel.endpoint }),
    ...(backchannel?.request_alg !== undefined && {
      backchannel_authentication_request_signing_alg: backchannel.request_alg,
    }),
    ...(alg !== null && { introspection_signed_response_alg: alg }),
  }
}
