import { createServer } from 'node:net'
import { styleText } from 'node:util'
import type { Config, Providers, ProviderStatus } from '@warder/outbound'
import { plain, type Answer } from '../../output.ts'
import type { Options } from '../../verb.ts'
import { configOf, countOf, openStoreOf, outbound } from './providers.ts'

type Check = { name: string; ok: boolean; detail: string }

/** Seconds that two clocks may differ by: signatures and assertions are refused for more. */
const mostAhead = 30

export async function doctor(options: Options): Promise<Answer> {
  const checks = await checksOf(options)
  const ok = checks.every((check) => check.ok)
  if (!ok) process.exitCode = 1
  const width = Math.max(...checks.map(({ name }) => name.length))
  return { value: { ok, checks }, text: checks.map((check) => line(check, width)).join('\n') }
}

function line({ name, ok, detail }: Check, width: number): string {
  const stream = process.stdout
  const word = ok ? styleText('green', 'ok   ', { stream }) : styleText('red', 'wrong', { stream })
  return `${word}  ${name.padEnd(width)}  ${plain(detail)}`
}

/** What is found wrong ends only what needs it. */
async function checksOf(options: Options): Promise<Check[]> {
  const config = await attempt('configuration', () => configOf(options))
  if ('detail' in config) return [config]
  const { definitions, file } = config.value
  const read = { name: 'configuration', ok: true, detail: `${file}: ${countOf(definitions)}` }
  const store = await attempt('store', () => openStoreOf(config.value))
  if ('detail' in store) return [read, store]
  const { about } = store.value
  const kept = {
    name: 'store',
    ok: about.warning === undefined,
    detail: about.warning ?? `${about.backend}, key: ${about.key}`,
  }
  const { providersOf } = await outbound()
  const allowExec = options['allowExec'] === true
  const providers = await providersOf(config.value, { store: store.value, allowExec })
  const each: Check[] = []
  for await (const status of providers.status()) {
    each.push(stateOf(status))
    if (options['offline'] !== true && status.origins.length > 0)
      each.push(await reachable(providers, status.name))
  }
  return [read, kept, ...each, ...(await ports(config.value))]
}

async function attempt<T>(name: string, work: () => Promise<T>): Promise<{ value: T } | Check> {
  const { OutboundError } = await outbound()
  try {
    return { value: await work() }
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    return { name, ok: false, detail: [error.message, error.hint].filter(Boolean).join('. ') }
  }
}

function stateOf({ name, state, last_error }: ProviderStatus): Check {
  if (state === 'missing' || state === 'invalid') return { name, ok: false, detail: last_error ?? state }
  if (state === 'sign-in') return { name, ok: true, detail: `needs a sign-in: warder outbound login ${name}` }
  return { name, ok: true, detail: state === 'unknown' ? 'not used yet' : state }
}

async function reachable(providers: Providers, name: string): Promise<Check> {
  const { origin, status, ahead } = await providers.reach(name)
  if (status === undefined) return { name, ok: false, detail: `${origin} does not answer` }
  const seconds = Math.round((ahead ?? 0) / 1000)
  if (Math.abs(seconds) <= mostAhead) return { name, ok: true, detail: `${origin} answers` }
  return {
    name,
    ok: false,
    detail: `the clock of ${origin} is ${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead' : 'behind'}. Set the clock of this machine.`,
  }
}

/** Ports that a browser has to come back to. */
async function ports({ definitions }: Config): Promise<Check[]> {
  const wanted = [...definitions.values()].flatMap(({ name, described }) =>
    'redirectPort' in described && described.redirectPort !== undefined
      ? [{ name, port: described.redirectPort }]
      : [],
  )
  return Promise.all(
    wanted.map(async ({ name, port }) => {
      const free = await isFree(port)
      return { name, ok: free, detail: `port ${port} of this machine is ${free ? 'free' : 'taken'}` }
    }),
  )
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
