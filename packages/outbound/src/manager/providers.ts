import { systemClock } from '../clock.ts'
import type { Definition } from '../config/definition.ts'
import { loadConfig, type Config } from '../config/load.ts'
import type { Clock, Credential } from '../credential.ts'
import { systemEnvironment, type Environment } from '../environment.ts'
import { OutboundError } from '../errors.ts'
import { once } from '../once.ts'
import type { PresignOptions, PresignRequest } from '../sigv4/presign.ts'
import { openStore } from '../store/open-store.ts'
import type { CredentialStore } from '../store/store.ts'
import { phaseOf } from '../config/build/build.ts'
import { bind, type Bound, type Surroundings } from './bound.ts'
import { lazyCredential } from './lazy.ts'
import { prepareRequest, presignFor, type Prepared, type PrepareOptions } from './prepare.ts'
import { reach, type Reached } from './reach.ts'
import { signInTo, signOutOf, type SignInInteraction } from './sign-in.ts'
import { statusOf, type ProviderStatus } from './status.ts'

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
 * Reads a configuration and offers its providers by name. Nothing is looked up before it is used, so that a provider whose
 * secret is missing stops no other.
 *
 * @throws OutboundError CONFIG_INVALID with the place of every problem, or what opening the store leads to
 */
export async function loadProviders(path: string, options: LoadProvidersOptions = {}): Promise<Providers> {
  return providersOf(await loadConfig(path), options)
}

/** The same of a configuration that was read. */
export async function providersOf(config: Config, options: LoadProvidersOptions = {}): Promise<Providers> {
  return providersIn(config, await surroundingsOf(config, options))
}

/** What the providers of a file stand on: the store that it names, where none is given. */
export async function surroundingsOf(config: Config, options: LoadProvidersOptions): Promise<Surroundings> {
  const { env = systemEnvironment(), clock = systemClock, allowExec = false, warn } = options
  const store =
    options.store ?? (await openStore({ service: 'default', ...config.store, env, ...(warn && { warn }) }))
  return { store, env, clock, allowExec, folder: config.folder, send: options.fetch }
}

export function providersIn(config: Config, around: Surroundings): Providers {
  const made = new Map([...config.definitions].map(([name, one]) => [name, once(() => bind(one, around))]))
  let active: string | undefined

  const of = <T>(from: ReadonlyMap<string, T>, name: string): T => {
    const found = from.get(name)
    if (found !== undefined) return found
    const known = [...from.keys()].join(', ')
    throw new OutboundError('CONFIG_INVALID', `there is no credential ${name.slice(0, 100)}`, {
      hint: known === '' ? 'The file has none.' : `There are: ${known}.`,
    })
  }
  const definition = (name: string): Definition => of(config.definitions, name)
  const call: Providers['fetch'] = async (name, input, init) => (await of(made, name)()).call(input, init)

  return {
    config,
    fetch: call,
    use(name) {
      definition(name)
      active = name
      return (input, init) => call(name, input, init)
    },
    credential(name) {
      const { described } = definition(name)
      return lazyCredential(
        described.type,
        phaseOf(described),
        async () => (await of(made, name)()).credential,
      )
    },
    async *status() {
      for (const one of config.definitions.values())
        yield await statusOf(one, of(made, one.name), { around, active: one.name === active })
    },
    signIn: (name, interaction) => signInTo(definition(name), around, interaction),
    signOut: (name, { revoke = false } = {}) => signOutOf(definition(name), around, revoke),
    prepare: async (name, input, more) => prepareRequest(await of(made, name)(), input, around.clock, more),
    presign: async (name, input, request, more) =>
      presignFor(definition(name), around, await of(made, name)(), input, { request, ...more }),
    async reach(name) {
      const { base, binding } = await of(made, name)()
      const [first = ''] = binding.origins.map(String)
      const origin = base?.origin ?? first.replace('://*.', '://')
      return reach(origin, around.send ?? globalThis.fetch, around.clock)
    },
    bound: (name) => of(made, name)(),
  }
}
