import type { Credential } from '../credential.ts'
import type { ClientAuth } from '../oauth/client.ts'
import { given, tokenServer } from '../oauth/server.ts'
import { systemClock } from '../clock.ts'
import { once } from '../once.ts'
import { reveal, type SecretLike } from '../secret.ts'
import { tokenOf } from '../token/token-of.ts'
import { checkedScope, entraTokenEndpoint, type Authority } from './authority.ts'
import type { CertificateProof } from './certificate.ts'
import { claimsParameter } from './claims.ts'
import { demandingCredential } from './demanding.ts'

/** How an application shows Entra who it is. */
export type EntraProof =
  | { method: 'secret'; secret: SecretLike }
  | ({ method: 'certificate' } & CertificateProof)
  /** What another issuer says of this workload: Kubernetes, a build service, or a credential that has a token. */
  | { method: 'federated'; token: SecretLike | Credential }

export type EntraOptions = Authority & {
  clientId: string
  /** Like `https://graph.microsoft.com/.default`. */
  scope: string
  with: EntraProof
  /** Tells Entra that this program understands demands of an API: its tokens live longer then. Off unless asked for. */
  cae?: boolean | undefined
  /** What sends requests for tokens. */
  fetch?: typeof fetch | undefined
}

/**
 * An application of Entra that acts for itself. A demand of the API for another token (Continuous Access Evaluation) is met
 * once.
 *
 * @throws OutboundError CONFIG_INVALID; and when it is used INVALID_CLIENT and its like, with the code that Entra gives
 */
export function entra(options: EntraOptions): Credential {
  const { clientId, cae = false, fetch: send } = options
  const scope = checkedScope(options.scope)
  const tokenEndpoint = entraTokenEndpoint(options)
  const ask = tokenServer({
    tokenEndpoint,
    clientId,
    auth: authOf(options.with, clientId, tokenEndpoint),
    ...(send && { fetch: send }),
  })
  return demandingCredential('entra', (demanded, clock, signal) =>
    ask('client_credentials', given({ scope, claims: claimsParameter(demanded, cae) }), clock, signal),
  )
}

function authOf(proof: EntraProof, clientId: string, tokenEndpoint: string): ClientAuth {
  switch (proof.method) {
    case 'secret':
      return { method: 'client_secret_post', secret: proof.secret }
    case 'certificate': {
      const signer = once(async () => {
        const { certificateAssertions } = await import('./certificate.ts')
        return certificateAssertions(proof, clientId, tokenEndpoint)
      })
      return { method: 'client_assertion', assertion: async (now) => (await signer())(now) }
    }
    case 'federated': {
      const { token } = proof
      return {
        method: 'client_assertion',
        assertion: async (_now, signal) =>
          typeof token === 'object' && 'apply' in token
            ? tokenOf(token, { clock: systemClock, signal })
            : (await reveal(token)).trim(),
      }
    }
  }
}
