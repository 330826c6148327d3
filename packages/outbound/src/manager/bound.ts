import { buildCredential } from '../config/build/build.ts'
import { textsOf, type Kit } from '../config/build/kit.ts'
import type { Described, Definition } from '../config/definition.ts'
import type { Reference, Text } from '../config/references.ts'
import { secretOf, type SecretSources } from '../config/secrets.ts'
import { fillIn } from '../config/variables.ts'
import type { Clock, Credential } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { authenticatedFetch } from '../fetch/authenticated-fetch.ts'
import type { BindingOptions } from '../fetch/binding.ts'
import { grantId } from './grant-id.ts'

/** What all providers of a file share. */
export type Surroundings = SecretSources & { send: typeof fetch | undefined; clock: Clock }

/** A provider, ready to be called. */
export type Bound = {
  credential: Credential
  /** What paths are added to. */
  base: URL | undefined
  binding: BindingOptions
  /** What is sent with every request that does not have it. */
  headers: readonly (readonly [name: string, value: string])[]
  /** Adds the credential. A path alone is one of the provider's. */
  call: typeof fetch
}

export async function kitOf({ name, binding }: Definition, around: Surroundings): Promise<Kit> {
  const plainKit = { text: (from: Text) => textOf(from, around) }
  const variables = await variablesOf(binding.variables, plainKit.text)
  const kit: Kit = {
    ...plainKit,
    id: grantId(name),
    secret: (from: Reference) => () => secretOf(from, around),
    address: (template) => fillIn(template, variables),
    store: around.store,
    send: around.send,
    env: around.env,
    allowExec: around.allowExec,
    build: (described: Described) => buildCredential(described, kit),
  }
  return kit
}

async function variablesOf(from: Definition['binding']['variables'], text: Kit['text']) {
  const pairs = Object.entries(from ?? {}).map(async ([name, value]) => [name, await text(value)] as const)
  return Object.fromEntries(await Promise.all(pairs))
}

const textOf = (from: Text, around: Surroundings): Promise<string> =>
  typeof from === 'string' ? Promise.resolve(from) : secretOf(from, around)

/** Makes a provider of its definition. @throws OutboundError CONFIG_INVALID, SECRET_MISSING, INSECURE_URL */
export async function bind(definition: Definition, around: Surroundings): Promise<Bound> {
  const kit = await kitOf(definition, around)
  const { baseUrl, origins = [], paths, methods, headers, timeoutMs } = definition.binding
  const base = baseUrl === undefined ? undefined : baseOf(kit.address(baseUrl))
  const binding: BindingOptions = {
    origins: [...(base ? [base.origin] : []), ...origins.map(kit.address)],
    ...(paths && { paths }),
    ...(methods && { methods }),
  }
  const credential = await buildCredential(definition.described, kit)
  const plain = authenticatedFetch(credential, {
    ...binding,
    clock: around.clock,
    ...(around.send && { fetch: around.send }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  })
  const usual = Object.entries(await textsOf(kit, headers))
  const call: typeof fetch = (input, init) => {
    const target = input instanceof Request ? input : addressIn(base, input)
    if (usual.length === 0) return plain(target, init)
    const sent = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
    for (const [name, value] of usual) if (!sent.has(name)) sent.set(name, value)
    return plain(target, { ...init, headers: sent })
  }
  return { credential, base, binding, headers: usual, call }
}

function baseOf(text: string): URL {
  const url = new URL(text)
  if (url.search || url.hash || url.username || url.password)
    throw new OutboundError('CONFIG_INVALID', 'a base address has no query, no fragment and no password')
  return url
}

/** An address as it is, or a path below the base: it is added, so that no path leads to another host. */
export function addressIn(base: URL | undefined, input: string | URL): URL {
  const text = String(input)
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return new URL(text)
  if (!base)
    throw new OutboundError('CONFIG_INVALID', 'this provider has no base address for a path alone', {
      hint: 'Give it a baseUrl, or call the whole address.',
    })
  return new URL(`${base.href.replace(/\/$/, '')}/${text.replace(/^\//, '')}`)
}
