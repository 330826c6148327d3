import type { accessTokenType } from '@warder/protocol'
import type { TokenAnswer } from '../answer.ts'

/** RFC 8693 §3: a URI of our own for what is no token of OAuth, the key of an API. */
export const keyTokenType = 'urn:warder:token-type:api-key'

/** RFC 8693 §2.2.1: an answer of the token endpoint that says what kind of token it holds. */
export type ExchangeAnswer =
  | (TokenAnswer & { issued_token_type: typeof accessTokenType })
  | { access_token: string; issued_token_type: typeof keyTokenType; token_type: 'N_A'; scope?: string }
