import { timingSafeEqual } from 'node:crypto'
import type { Clock } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { keepGrant, type Grant } from '../oauth/refresh-token.ts'
import type { ClientAuth, Quirks } from '../oauth/token-endpoint.ts'
import type { CredentialStore } from '../store/store.ts'
import { beginSignIn, finishSignIn } from './by-redirect.ts'
import type { SignInServer } from './endpoints.ts'
import { listenOnLoopback, type LoopbackOptions } from './loopback.ts'

export type SignInOptions = {
  server: SignInServer
  clientId: string
  /** `none` for a program on its user's machine, where absent. */
  auth?: ClientAuth
  scope: string
  /** Where what it gives is kept; `refreshToken` with the same id goes on with it. */
  store: CredentialStore
  id: string
  /** Shows the person the address: opens a browser, or prints it. */
  show: (address: string) => void | Promise<void>
  /** The address that the browser came to, as the person types it: for a browser that cannot reach this machine. */
  paste?: () => Promise<string>
  redirect?: LoopbackOptions
  /** What the server wants beside: `access_type`, `audience`. */
  parameters?: Readonly<Record<string, string>>
  quirks?: Quirks
  fetch?: typeof fetch
  clock?: Clock
}

/**
 * Signs a person in by their browser: authorization code with PKCE (RFC 7636) and a loopback redirect (RFC 8252). The state,
 * and where the server sends one the issuer (RFC 9207), are those of this very attempt before the code is looked at.
 *
 * @throws OutboundError INTERACTION_DENIED, INTERACTION_TIMEOUT, ISSUER_MISMATCH, or what the token endpoint leads to
 */
export async function signIn(options: SignInOptions): Promise<Grant> {
  const { redirect, paste, show, store, id, auth = { method: 'none' } } = options
  const loopback = await listenOnLoopback(redirect)
  try {
    const asked = {
      ...options,
      auth,
      redirectUri: loopback.redirect_uri,
      ...(redirect?.signal && { signal: redirect.signal }),
    }
    const { address, attempt } = await beginSignIn(asked)
    const { state } = attempt
    const answer = loopback.answer((parameters) => isSame(parameters.get('state') ?? '', state))
    await show(address)
    const parameters = await (paste ? Promise.race([answer, pasted(paste, state)]) : answer)
    const grant = await finishSignIn(asked, attempt, parameters)
    await keepGrant(store, id, grant)
    return grant
  } finally {
    loopback.close()
  }
}

/** The parameters of an address that a person copied. One of another attempt is as wrong as one that came by itself. */
async function pasted(ask: () => Promise<string>, state: string): Promise<URLSearchParams> {
  const parameters = URL.parse((await ask()).trim())?.searchParams
  if (parameters && isSame(parameters.get('state') ?? '', state)) return parameters
  throw new OutboundError('INTERACTION_FAILED', 'this is not the address that the sign-in ended at', {
    hint: 'Copy the whole address of the page that the browser could not open.',
  })
}

/** In a time that does not depend on where they differ. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
