import type { Clock } from '../credential.ts'
import type { ClientAuth, Quirks } from '../oauth/client.ts'
import type { Grant } from '../oauth/grant.ts'
import type { CredentialStore } from '../store/store.ts'
import type { SignInServer } from './endpoints.ts'
import type { LoopbackOptions } from './loopback.ts'

// What people sign in by. How that is done is read when somebody does: most programs are started for other things.

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
  return (await import('./authorization-code.ts')).signIn(options)
}

export type RedirectOptions = {
  server: SignInServer
  clientId: string
  auth: ClientAuth
  /** As the server wants them: most take spaces between them. */
  scope: string
  /** Where the browser comes back to. */
  redirectUri: string
  /** What the server wants beside: `access_type`, `audience`. */
  parameters?: Readonly<Record<string, string>>
  quirks?: Quirks
  fetch?: typeof fetch
  clock?: Clock
  signal?: AbortSignal
}

/** What one attempt is known by when the browser comes back. Keep it where nobody but the one who asked reads it. */
export type Attempt = { state: string; verifier: string; nonce?: string }

/**
 * Begins a sign-in by a browser that comes back by redirect: the address to send it to, with PKCE (RFC 7636).
 *
 * @throws OutboundError CONFIG_INVALID when the server has no such sign-in, or what its metadata cannot be read for
 */
export async function beginSignIn(options: RedirectOptions): Promise<{ address: string; attempt: Attempt }> {
  return (await import('./by-redirect.ts')).beginSignIn(options)
}

/**
 * Ends it with what the browser brought: the state, and where the server is known by its issuer and says so that one (RFC 9207),
 * are those of this very attempt before the code is looked at. The caller sees to it that an attempt is used once, and that each
 * server has a redirect URI of its own (RFC 9700 §4.4.2.2).
 *
 * @throws OutboundError INTERACTION_DENIED, INTERACTION_FAILED, ISSUER_MISMATCH, or what the token endpoint leads to
 */
export async function finishSignIn(
  options: RedirectOptions,
  attempt: Attempt,
  answer: URLSearchParams,
): Promise<Grant> {
  return (await import('./by-redirect.ts')).finishSignIn(options, attempt, answer)
}

/** What the person is shown: where to go, and what to type there. */
export type DevicePrompt = {
  user_code: string
  verification_uri: string
  /** With the code in it, for a QR code. */
  verification_uri_complete?: string
  /** Seconds. */
  expires_in: number
}

export type DeviceSignInOptions = Omit<SignInOptions, 'show' | 'redirect' | 'parameters'> & {
  prompt: (prompt: DevicePrompt) => void | Promise<void>
  signal?: AbortSignal
  /** Waits so many milliseconds. */
  pause?: (ms: number) => Promise<void>
}

/**
 * Signs a person in on another device (RFC 8628): for machines without a browser.
 *
 * @throws OutboundError INTERACTION_DENIED, INTERACTION_TIMEOUT, or what the token endpoint leads to
 */
export async function deviceSignIn(options: DeviceSignInOptions): Promise<Grant> {
  return (await import('./device.ts')).deviceSignIn(options)
}

export type RevokeOptions = {
  server: SignInServer
  /** Where the server does not publish it. */
  revocationEndpoint?: string
  clientId: string
  auth: ClientAuth
  fetch?: typeof fetch
}

/**
 * RFC 7009: gives a grant back. The refresh token ends, and with it what came of it; where there is none the access token.
 *
 * @throws OutboundError CONFIG_INVALID when the server has no place for it, TOKEN_ENDPOINT_UNAVAILABLE when it does not answer
 */
export async function revokeGrant(grant: Grant, options: RevokeOptions): Promise<void> {
  return (await import('./revoke.ts')).revokeGrant(grant, options)
}
