import { betterAuthSession } from '../../candidates/better-auth.ts'
import { oidcProviderToken } from '../../candidates/oidc-provider.ts'
import { installPublished } from '../../candidates/published.ts'
import { warderSession } from '../../candidates/warder.ts'
import type { Candidate } from '../../harness/candidate.ts'
import { inFreshPlace } from '../../harness/place.ts'
import type { Findings } from '../../report/report.ts'
import { type Running, startServer } from '../../harness/server.ts'
import type { Settings } from '../../harness/settings.ts'
import { median, ratios, showRatio } from '../../report/statistics.ts'
import type { Row } from '../row.ts'

type Start = Running['startedIn']

/** On an empty directory, and again on the directory that the first start left. */
type Starts = { candidate: Candidate; first: Start[]; again: Start[] }

const columns = ['first ÷ this', 'of it processor, s']
const head = ['', 'existing data, s', ...columns, 'first start, s', ...columns]

export const startRow: Row = {
  name: 'start',
  title: 'seconds to the first answer, against Better Auth and oidc-provider',
  says:
    'Seconds from the start of the process to the first 200, on one core: with the data directory of an earlier start, and ' +
    'with none, where migrations and keys are made. Warder answers `/health/ready`, when the database is open; its ' +
    '`/health`, *alive*, answers sooner. Better Auth answers `/api/auth/ok`, oidc-provider, which keeps nothing, its discovery ' +
    'document. Warder keeps what Node compiled from one start to the next; the others do not.',
  measure,
}

async function measure(settings: Settings): Promise<Findings> {
  settings.say('building Warder as it is published …')
  const published = await installPublished()
  try {
    const candidates = [
      { ...warderSession(published.main), name: 'Warder, as published' },
      { ...warderSession(published.main), name: 'Warder, as published, alive', readyPath: '/health' },
      { ...warderSession(), name: 'Warder, from its sources' },
      betterAuthSession({ name: 'Better Auth' }),
      { ...oidcProviderToken('ES256'), name: 'oidc-provider' },
    ]
    const starts: Starts[] = candidates.map((candidate) => ({ candidate, first: [], again: [] }))
    for (let round = 1; round <= settings.rounds; round++) {
      for (const one of starts) await startTwice(one)
      const seconds = starts.map(
        ({ candidate, again }) => `${candidate.name} ${again.at(-1)?.seconds.toFixed(2)} s`,
      )
      settings.say(`round ${round}: ${seconds.join(', ')}`)
    }
    return findings(starts, settings)
  } finally {
    published.remove()
  }
}

async function startTwice({ candidate, first, again }: Starts): Promise<void> {
  await inFreshPlace({ store: 'sqlite', bytes: 0 }, async (place) => {
    for (const starts of [first, again]) {
      const server = await startServer(candidate, place)
      await server.stop()
      starts.push(server.startedIn)
    }
  })
}

function findings(starts: readonly Starts[], settings: Settings): Findings {
  const ours = starts[0]
  const lines = starts.map((one) => [
    one.candidate.name,
    ...comparison(ours?.again ?? [], one.again),
    ...comparison(ours?.first ?? [], one.first),
  ])
  return {
    table: [head, ...lines],
    notes: [
      `Medians of ${settings.rounds} rounds, ratios round by round with (min–max); below 1 the first is quicker.`,
    ],
  }
}

function comparison(ours: readonly Start[], theirs: readonly Start[]): string[] {
  const seconds = (starts: readonly Start[]) => starts.map((start) => start.seconds)
  return [
    median(seconds(theirs)).toFixed(2),
    showRatio(ratios(seconds(ours), seconds(theirs))),
    median(theirs.map((start) => start.cpu)).toFixed(2),
  ]
}
