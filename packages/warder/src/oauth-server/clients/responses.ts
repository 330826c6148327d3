import { OAuthError, responseModes } from '@warder/protocol'
import type { ClientRow } from '../../store/oauth/clients.ts'
import { words } from '../../store/words.ts'
import { signsMessages } from './profile.ts'

/** How an application gets the answer of an authorization. */
export type ResponseMetadata = {
  /** FAPI 2.0 Message Signing §5.4.3: `query` alone if not given, and `query.jwt` where answers must be signed. */
  response_modes?: readonly string[]
  /** JARM §3: what signed answers are signed with, if not what its ID tokens are. */
  authorization_signed_response_alg?: string
}

type ResponseColumns = Pick<ClientRow, 'response_modes' | 'authorization_signed_response_alg'>

/** What answers, ID tokens and access tokens may be signed with: a key of each is made at the first start. */
export const responseAlgorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'] as const

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)

/** @throws OAuthError invalid_client_metadata */
export function checkedResponses(input: ResponseMetadata, profile: string | null): ResponseColumns {
  const signed = signsMessages(profile)
  // JARM §2.3.4: for a code, `jwt` is short for `query.jwt`.
  const asked = input.response_modes?.map((mode) => (mode === 'jwt' ? 'query.jwt' : mode))
  const modes = [...new Set(asked ?? [signed ? 'query.jwt' : 'query'])]
  const unknown = modes.some((mode) => !responseModes.some((known) => known === mode))
  if (unknown || modes.length === 0) throw refuse(`response modes are ${responseModes.join(', ')}`)
  // FAPI 2.0 Message Signing §5.4.1: "shall support, require use of, and issue signed authorization responses".
  if (signed && !modes.every((mode) => mode.endsWith('.jwt')))
    throw refuse(`the profile ${profile} is answered by query.jwt, fragment.jwt or form_post.jwt`)
  const alg = input.authorization_signed_response_alg
  if (alg !== undefined && !responseAlgorithms.some((known) => known === alg))
    throw refuse(`authorization_signed_response_alg must be one of ${responseAlgorithms.join(', ')}`)
  return { response_modes: modes.join(' '), authorization_signed_response_alg: alg ?? null }
}

/** What of it is told again; what is usual is left out. */
export function responsesView(row: ResponseColumns): ResponseMetadata {
  const { response_modes, authorization_signed_response_alg: alg } = row
  return {
    ...(response_modes !== 'query' && { response_modes: words(response_modes) }),
    ...(alg !== null && { authorization_signed_response_alg: alg }),
  }
}
