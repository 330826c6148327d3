import { spawnSync } from 'node:child_process'
import { betterAuthSession } from '../candidates/better-auth.ts'
import { oidcProviderToken } from '../candidates/oidc-provider.ts'
import { warderStart } from '../candidates/warder.ts'
import type { Candidate } from '../harness/candidate.ts'
import { root } from '../harness/paths.ts'
import { inFreshPlace } from '../harness/place.ts'
import type { Findings } from '../report/report.ts'
import { startServer } from '../harness/server.ts'
import type { Settings } from '../harness/settings.ts'
import { median, ratios, showRatio } from '../report/statistics.ts'
import type { Row } from './row.ts'

/** Seconds to the first 200, on an empty directory and again on the directory that the first start left. */
type Starts = { candidate: Candidate; first: number[]; again: number[] }

const head = ['', 'existing data, s', 'first ÷ this', 'first start, s', 'first ÷ this']

export const startRow: Row = {
  name: 'start',
  title: 'seconds to the first answer, against Better Auth and oidc-provider',
  says:
    'Seconds from the start of the process to the first 200, on one core: with the data directory of an earlier start, and ' +
    'with none, where migrations and keys are made. Warder answers `/health/ready`, when the database is open; its ' +
    '`/health` answers sooner. Better Auth answers `/api/auth/ok`, oidc-provider, which keeps nothing, its discovery document.',
  measure,
}

async function measure(settings: Settings): Promise<Findings> {
  build(settings)
  const candidates = [
    warderStart('Warder, as published', 'published', '/health/ready'),
    warderStart('Warder, as published, first sign of life', 'published', '/health'),
    warderStart('Warder, from its sources', 'source', '/health/ready'),
    { ...betterAuthSession({ name: 'Better Auth' }) },
    { ...oidcProviderToken('ES256'), name: 'oidc-provider' },
  ]
  const starts: Starts[] = candidates.map((candidate) => ({ candidate, first: [], again: [] }))
  for (let round = 1; round <= settings.rounds; round++) {
    for (const one of starts) await startTwice(one)
    settings.say(
      `round ${round}: ${starts.map((one) => `${one.candidate.name} ${one.again.at(-1)?.toFixed(2)} s`).join(', ')}`,
    )
  }
  return findings(starts, settings)
}

async function startTwice({ candidate, first, again }: Starts): Promise<void> {
  await inFreshPlace({ store: 'sqlite', bytes: 0 }, async (place) => {
    for (const seconds of [first, again]) {
      const server = await startServer(candidate, place)
      await server.stop()
      seconds.push(server.startedIn / 1000)
    }
  })
}

function findings(starts: readonly Starts[], settings: Settings): Findings {
  const ours = starts[0]
  const lines = starts.map((one) => [
    one.candidate.name,
    median(one.again).toFixed(2),
    one === ours ? '1' : showRatio(ratios(ours?.again ?? [], one.again)),
    median(one.first).toFixed(2),
    one === ours ? '1' : showRatio(ratios(ours?.first ?? [], one.first)),
  ])
  return {
    table: [head, ...lines],
    notes: [
      `Medians of ${settings.rounds} rounds, ratios round by round with (min–max); below 1 the first is quicker.`,
    ],
  }
}

function build({ say }: Settings): void {
  say('building Warder as it is published …')
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('npm run build failed: see above')
}
