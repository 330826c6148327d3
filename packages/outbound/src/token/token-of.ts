import type { Credential, CredentialContext, Outgoing } from '../credential.ts'
import { OutboundError } from '../errors.ts'

/** The request that a credential would put its token on, which is never sent. */
export async function probed(credential: Credential, context: CredentialContext): Promise<Outgoing> {
  const probe: Outgoing = {
    method: 'GET',
    url: new URL('https://token.invalid/'),
    headers: new Headers(),
    body: null,
  }
  await credential.apply(probe, context)
  return probe
}

/** The token in a request. @throws OutboundError CONFIG_INVALID for a credential that sends none */
export function tokenIn({ headers }: Outgoing): string {
  const [, token] = /^Bearer (\S+)$/i.exec(headers.get('authorization') ?? '') ?? []
  if (token !== undefined) return token
  throw new OutboundError('CONFIG_INVALID', 'this credential has no token that could be handed on')
}

/** The token that a credential would send. */
export async function tokenOf(credential: Credential, context: CredentialContext): Promise<string> {
  return tokenIn(await probed(credential, context))
}
