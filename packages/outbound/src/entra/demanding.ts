import type { Credential } from '../credential.ts'
import { tokenCredential } from '../token/token-credential.ts'
import { createTokenSource, type Request } from '../token/source.ts'
import type { HeldToken } from '../token/freshness.ts'
import { claimsDemanded } from './claims.ts'

/** Gets a token that meets a demand of the API, where it has one. */
export type DemandingRequest = (
  demanded: string | undefined,
  ...rest: Parameters<Request<HeldToken>>
) => Promise<HeldToken>

/** A credential whose token is got anew, past every cache, when the API demands more of it than it has. */
export function demandingCredential(kind: string, request: DemandingRequest): Credential {
  let demanded: string | undefined
  const source = createTokenSource(async (clock, signal) => {
    const asked = demanded
    const token = await request(asked, clock, signal)
    if (demanded === asked) demanded = undefined
    return token
  })
  const credential = tokenCredential(kind, source)
  return {
    ...credential,
    onUnauthorized(response, sent, context) {
      demanded = claimsDemanded(response) ?? demanded
      return credential.onUnauthorized?.(response, sent, context) ?? 'stop'
    },
  }
}
