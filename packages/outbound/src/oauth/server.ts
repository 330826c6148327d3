import type { Clock } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { once } from '../once.ts'
import type { HeldToken } from '../token/freshness.ts'
import { checkedEndpoint, type ClientAuth, type Quirks } from './client.ts'

/** Which server gives tokens, and who asks it. */
export type ServerOptions = {
  /** Or `issuer`, whose metadata names it. */
  tokenEndpoint?: string
  issuer?: string
  clientId: string
  auth: ClientAuth
  quirks?: Quirks
  /** What sends requests for tokens. */
  fetch?: typeof fetch
}

/**
 * Asks the server for a token by a grant.
 *
 * @param parameters of the grant; made of the time by the server's clock where they depend on it
 */
export type AskForToken = (
  grant_type: string,
  parameters: Record<string, string> | ((now: number) => Promise<Record<string, string>>),
  clock: Clock,
  signal: AbortSignal,
) => Promise<HeldToken>

/** @throws OutboundError CONFIG_INVALID, or INSECURE_URL for plain http to another machine */
export function tokenServer(options: ServerOptions): AskForToken {
  if ((options.tokenEndpoint === undefined) === (options.issuer === undefined))
    throw new OutboundError('CONFIG_INVALID', 'name either the token endpoint or the issuer')
  const named = checkedEndpoint(options.tokenEndpoint ?? options.issuer ?? '')
  const asker = once(async () => (await import('./endpoint/ask.ts')).askerOf(options, named))
  return async (...asked) => (await asker())(...asked)
}

/** Parameters without those that were not given. */
export function given(parameters: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )
}
