import { setTimeout as after } from 'node:timers/promises'
import { betterAuthSession } from '../../candidates/better-auth.ts'
import { oidcProviderToken } from '../../candidates/oidc-provider.ts'
import { installPublished } from '../../candidates/published.ts'
import { warderSession, warderToken } from '../../candidates/warder.ts'
import type { Candidate } from '../../harness/candidate.ts'
import { load } from '../../harness/generator.ts'
import { inFreshPlace } from '../../harness/place.ts'
import type { Findings } from '../../report/report.ts'
import { type Running, startServer } from '../../harness/server.ts'
import type { Settings } from '../../harness/settings.ts'
import { median, ratios, showRatio } from '../../report/statistics.ts'
import { residentMiB } from '../../load/cpu.ts'
import type { Row } from '../row.ts'

const answers = 300_000
const settle = 1_000

/** MiB of resident memory. */
type Memory = { candidate: Candidate; first: number[]; idle: number[]; loaded: number[] }

export const memoryRow: Row = {
  name: 'memory',
  title: 'idle and after 300,000 answers, against Better Auth and oidc-provider',
  says:
    `Resident memory of the server a second after its first start, which makes tables and keys, a second after it was started ` +
    `again, and after ${answers.toLocaleString('en')} answers: session checks on SQLite against Better Auth, client-credentials ` +
    'tokens against oidc-provider. A round takes some minutes, because the slowest server has to give all those answers too.',
  measure,
}

async function measure(settings: Settings): Promise<Findings> {
  const published = await installPublished()
  try {
    const pairs = [
      [
        { ...warderSession(published.main), name: 'Warder, session checks' },
        betterAuthSession({ name: 'Better Auth, session checks' }),
      ],
      [
        { ...warderToken('ES256', published.main), name: 'Warder, tokens' },
        { ...oidcProviderToken('ES256'), name: 'oidc-provider, tokens' },
      ],
    ]
    return findings(await growAll(pairs, settings), settings)
  } finally {
    published.remove()
  }
}

async function growAll(pairs: readonly (readonly Candidate[])[], settings: Settings): Promise<Memory[][]> {
  const memories: Memory[][] = pairs.map((pair) =>
    pair.map((candidate) => ({ candidate, first: [], idle: [], loaded: [] })),
  )
  for (let round = 1; round <= settings.rounds; round++) {
    for (const memory of memories.flat()) {
      await grow(memory, settings)
      const { candidate, first, idle, loaded } = memory
      const [a, b, c] = [first, idle, loaded].map((all) => all.at(-1)?.toFixed(0))
      settings.say(`round ${round}: ${candidate.name}: ${a}, ${b} → ${c} MiB`)
    }
  }
  return memories
}

function findings(memories: readonly Memory[][], { rounds }: Settings): Findings {
  return {
    table: [
      ['', ...['first start', 'idle', 'loaded'].flatMap((when) => [`${when}, MiB`, 'Warder ÷ this'])],
      ...memories.flatMap(lines),
    ],
    notes: [`Medians of ${rounds} rounds, ratios round by round with (min–max); below 1 Warder needs less.`],
  }
}

async function grow({ candidate, first, idle, loaded }: Memory, settings: Settings): Promise<void> {
  await inFreshPlace({ store: 'sqlite', bytes: 0 }, async (place) => {
    first.push(await idleMiB(await startServer(candidate, place), 'and stop'))
    const server = await startServer(candidate, place)
    try {
      idle.push(await idleMiB(server))
      const exchange = await candidate.prepare(place)
      const { connections } = settings
      const job = {
        port: place.port,
        exchange,
        connections,
        warmup: 0,
        until: { answers },
        serverPid: server.pid,
      }
      await load(job, candidate.name)
      loaded.push(residentMiB(server.pid))
    } finally {
      await server.stop()
    }
  })
}

async function idleMiB(server: Running, then?: 'and stop'): Promise<number> {
  await after(settle)
  const size = residentMiB(server.pid)
  if (then) await server.stop()
  return size
}

function lines(pair: readonly Memory[]): string[][] {
  const [ours] = pair
  return pair.map((one) => [
    one.candidate.name,
    ...(['first', 'idle', 'loaded'] as const).flatMap((when) => [
      median(one[when]).toFixed(0),
      one === ours ? '1' : showRatio(ratios(ours?.[when] ?? [], one[when])),
    ]),
  ])
}
