import { isSigningAlgorithm, knownName, OAuthError, type SigningAlgorithm } from '@warder/protocol'
import type { ClientRow } from '../../../store/oauth/clients.ts'
import { responseAlgorithms } from '../responses.ts'

/** What an application wants of its people and signatures (OIDC Dynamic Registration §2). */
export type OpenIdMetadata = {
  /** `pairwise` gives its people names that no other application has. */
  subject_type?: string
  sector_identifier_uri?: string
  id_token_signed_response_alg?: string
  /** Without it the UserInfo response is plain JSON. */
  userinfo_signed_response_alg?: string
  /** What it signs its requests and assertions with; every algorithm of its keys if not given. */
  request_object_signing_alg?: string
  token_endpoint_auth_signing_alg?: string
  /** Seconds. */
  default_max_age?: number
}

type OpenIdColumns = Pick<
  ClientRow,
  | 'sector'
  | 'id_token_signed_response_alg'
  | 'userinfo_signed_response_alg'
  | 'request_object_signing_alg'
  | 'token_endpoint_auth_signing_alg'
  | 'default_max_age'
>

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)

/** @throws OAuthError invalid_client_metadata */
export function checkedOpenId(
  input: OpenIdMetadata,
  redirect_uris: readonly string[],
  usual: SigningAlgorithm,
): OpenIdColumns {
  const { default_max_age } = input
  if (default_max_age !== undefined && !(Number.isSafeInteger(default_max_age) && default_max_age >= 0))
    throw refuse('default_max_age is a number of seconds')
  return {
    sector: sectorOf(input, redirect_uris),
    id_token_signed_response_alg: ours(input, 'id_token_signed_response_alg') ?? usual,
    userinfo_signed_response_alg: ours(input, 'userinfo_signed_response_alg'),
    request_object_signing_alg: theirs(input, 'request_object_signing_alg'),
    token_endpoint_auth_signing_alg: theirs(input, 'token_endpoint_auth_signing_alg'),
    default_max_age: default_max_age ?? null,
  }
}

type Signed = 'id_token_signed_response_alg' | 'userinfo_signed_response_alg'
type Signs = 'request_object_signing_alg' | 'token_endpoint_auth_signing_alg'

function ours(input: OpenIdMetadata, name: Signed): string | null {
  const alg = input[name]
  if (alg === undefined || responseAlgorithms.some((known) => known === alg)) return alg ?? null
  throw refuse(`${name} must be one of ${responseAlgorithms.join(', ')}`)
}

function theirs(input: OpenIdMetadata, name: Signs): string | null {
  const alg = input[name]
  const known = knownName(alg)
  if (known === undefined || isSigningAlgorithm(known)) return known ?? null
  throw refuse(`${name} is not an algorithm that is accepted`)
}

/** OIDC Core §8.1: the host of the document that joins several sites, or the one host that there is. */
function sectorOf(
  { subject_type = 'public', sector_identifier_uri }: OpenIdMetadata,
  redirect_uris: readonly string[],
): string | null {
  if (subject_type === 'public') return null
  if (subject_type !== 'pairwise') throw refuse('subject_type is public or pairwise')
  if (sector_identifier_uri !== undefined) return new URL(sector_identifier_uri).hostname
  const hosts = [...new Set(redirect_uris.map((uri) => new URL(uri).hostname))]
  const [host] = hosts
  if (hosts.length !== 1 || !host) throw refuse('redirect URIs on several hosts need a sector_identifier_uri')
  return host
}

/**
 * The host that an application names is its own because people come back to it there. By a grant that leads nobody anywhere it would
 * learn what people are called at whichever host it names.
 *
 * @throws OAuthError invalid_client_metadata
 * @see OIDC Core §8.1
 */
export function checkProvenSector(sector: string | null, grants: readonly string[]): void {
  const led = ['authorization_code', 'refresh_token']
  if (sector !== null && !grants.every((grant) => led.includes(grant)))
    throw refuse('subject_type pairwise goes with authorization_code and refresh_token alone')
}

/** What of it is told again; what is usual is left out, but for how its ID tokens and people are. */
export function openIdView(row: OpenIdColumns): OpenIdMetadata {
  const { userinfo_signed_response_alg: userinfo, request_object_signing_alg: request } = row
  const { token_endpoint_auth_signing_alg: assertion, default_max_age } = row
  return {
    subject_type: row.sector === null ? 'public' : 'pairwise',
    id_token_signed_response_alg: row.id_token_signed_response_alg,
    ...(userinfo !== null && { userinfo_signed_response_alg: userinfo }),
    ...(request !== null && { request_object_signing_alg: request }),
    ...(assertion !== null && { token_endpoint_auth_signing_alg: assertion }),
    ...(default_max_age !== null && { default_max_age }),
  }
}
