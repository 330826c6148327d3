import { loadConfig, type Config } from '../config/load.ts'
import type { Clock, Credential } from '../credential.ts'
import type { Environment } from '../environment.ts'
import type { PresignOptions, PresignRequest } from '../sigv4/presign.ts'
import type { CredentialStore } from '../store/store.ts'
import type { Bound } from './bound.ts'
import type { Prepared, PrepareOptions } from './prepare.ts'
import type { Reached } from './reach.ts'
import type { SignInInteraction } from './sign-in.ts'
import type { ProviderStatus } from './status.ts'

export type LoadProvidersOptions = {
  /** Where tokens and secrets are kept; what the file says where absent. */
  store?: CredentialStore
  /** Told what a person should know, each time: that the store seals nothing. */
  warn?: (sentence: string) => void
  /** Whether `exec:` may run programs. */
  allowExec?: boolean
  /** What sends requests; the runtime's own where absent. */
  fetch?: typeof fetch
  env?: Environment
  clock?: Clock
}

export type Providers = {
  /** Calls a provider: an address, or a path below its base. @throws OutboundError ORIGIN_NOT_ALLOWED … */
  fetch: (name: string, input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** A `fetch` of one provider, which `status` shows as active from then on. There is no other effect on anybody. */
  use: (name: string) => typeof fetch
  credential: (name: string) => Credential
  /** Of each provider, in the order of the file. No secret is in it. */
  status: () => AsyncGenerator<ProviderStatus, void>
  /** Signs a person in by browser, or on another device. */
  signIn: (name: string, interaction: SignInInteraction) => Promise<void>
  /** Forgets what a sign-in gave; with `revoke` the server does so too (RFC 7009). */
  signOut: (name: string, options?: { revoke?: boolean }) => Promise<{ revoked: boolean }>
  /** What a call would send, with its credential on it: secrets included. Nothing is sent but what a token costs. */
  prepare: (name: string, input: string | URL, options?: PrepareOptions) => Promise<Prepared>
  /** An address that carries its own signature: of a provider that signs by AWS Signature Version 4. */
  presign: (
    name: string,
    input: string | URL,
    request?: PresignRequest,
    options?: Pick<PresignOptions, 'expiresIn'>,
  ) => Promise<string>
  /** Whether anybody answers at the first address of a provider, and what time it is there. Nothing secret is sent. */
  reach: (name: string) => Promise<Reached>
  /** A provider with its base address and where it may go. */
  bound: (name: string) => Promise<Bound>
  readonly config: Config
}

/**
 * Reads a configuration and offers its providers by name. Nothing is looked up before it is used, the store neither, so that a
 * provider whose secret is missing stops no other.
 *
 * @throws OutboundError CONFIG_INVALID with the place of every problem; what opening the store leads to, when one is used that needs it
 */
export async function loadProviders(path: string, options: LoadProvidersOptions = {}): Promise<Providers> {
  return providersOf(await loadConfig(path), options)
}

/** The same of a configuration that was read. */
export async function providersOf(config: Config, options: LoadProvidersOptions = {}): Promise<Providers> {
  const { providersIn, surroundingsOf } = await import('./providers-in.ts')
  return providersIn(config, surroundingsOf(config, options))
}
