import { systemClock } from '../clock.ts'
import { phaseOf } from '../config/build/build.ts'
import type { Definition } from '../config/definition.ts'
import type { Config } from '../config/load.ts'
import { systemEnvironment } from '../environment.ts'
import { OutboundError } from '../errors.ts'
import { once } from '../once.ts'
import { storeAtFirstUse } from '../store/at-first-use.ts'
import { openStore } from '../store/open-store.ts'
import { bind, type Surroundings } from './bound.ts'
import { lazyCredential } from './lazy.ts'
import { prepareRequest, presignFor } from './prepare.ts'
import type { LoadProvidersOptions, Providers } from './providers.ts'
import { reach } from './reach.ts'
import { signInTo, signOutOf } from './sign-in.ts'
import { statusOf } from './status.ts'

/** What the providers of a file stand on: the store that it names, where none is given, once one of them has something in it. */
export function surroundingsOf(config: Config, options: LoadProvidersOptions): Surroundings {
  const { env = systemEnvironment(), clock = systemClock, allowExec = false, warn } = options
  const open = () => openStore({ service: 'default', ...config.store, env, ...(warn && { warn }) })
  const store = options.store ?? storeAtFirstUse(open)
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
