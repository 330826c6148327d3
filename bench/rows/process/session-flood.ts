import { betterAuthSession, signInExchange as betterAuthSignIn } from '../../candidates/better-auth.ts'
import { signInExchange as warderSignIn, warderFlooded } from '../../candidates/warder.ts'
import type { Candidate, Place } from '../../harness/candidate.ts'
import { load } from '../../harness/generator.ts'
import { inFreshPlace } from '../../harness/place.ts'
import { startServer } from '../../harness/server.ts'
import type { Settings } from '../../harness/settings.ts'
import type { Exchange } from '../../load/exchange.ts'
import type { LoadReport } from '../../load/generator.ts'
import type { Findings } from '../../report/report.ts'
import { median, ratios, showRatio } from '../../report/statistics.ts'
import type { Row } from '../row.ts'

/** Eight sign-ins are always under way. */
const signingIn = 8

type Contender = {
  candidate: Candidate
  signIn: (place: Place) => Exchange
  /** Session checks a second, and the 99th percentile in milliseconds. */
  alone: LoadReport[]
  flooded: LoadReport[]
}

export const sessionFloodRow: Row = {
  name: 'session-flood',
  title: 'session check by cookie while people sign in, against Better Auth',
  says:
    'Session checks on SQLite alone, and while eight sign-ins with a password are always under way at the same server: ' +
    'what people who are signed in notice of a morning. Each server with its own password hash: Argon2id with 19 MiB at ' +
    'Warder, scrypt at Better Auth.',
  measure,
}

async function measure(settings: Settings): Promise<Findings> {
  const contenders: Contender[] = [
    { candidate: warderFlooded, signIn: warderSignIn, alone: [], flooded: [] },
    {
      candidate: betterAuthSession({ name: 'Better Auth' }),
      signIn: betterAuthSignIn,
      alone: [],
      flooded: [],
    },
  ]
  for (let round = 1; round <= settings.rounds; round++) {
    for (const contender of contenders) {
      await oneRound(contender, settings)
      const [alone, flooded] = [contender.alone, contender.flooded].map((of) => perSecond(of.at(-1)))
      settings.say(
        `round ${round}: ${contender.candidate.name}: ${alone?.toFixed(0)} alone, ${flooded?.toFixed(0)} beside sign-ins`,
      )
    }
  }
  return findings(contenders, settings)
}

async function oneRound({ candidate, signIn, alone, flooded }: Contender, settings: Settings): Promise<void> {
  await inFreshPlace({ store: 'sqlite', bytes: 0 }, async (place) => {
    const server = await startServer(candidate, place)
    try {
      const exchange = await candidate.prepare(place)
      const { connections, warmup, seconds } = settings
      const job = { port: place.port, warmup, until: { seconds }, serverPid: server.pid }
      const check = () => load({ ...job, exchange, connections }, candidate.name)
      alone.push(await check())
      const [report] = await Promise.all([
        check(),
        load({ ...job, exchange: signIn(place), connections: signingIn }, `${candidate.name}, signing in`),
      ])
      flooded.push(report)
    } finally {
      await server.stop()
    }
  })
}

const perSecond = (report: LoadReport | undefined): number => (report ? report.answered / report.seconds : 0)

function findings(contenders: readonly Contender[], { rounds, seconds }: Settings): Findings {
  const [ours] = contenders
  const lines = contenders.map((one) => {
    const [alone, flooded] = [one.alone.map(perSecond), one.flooded.map(perSecond)]
    const mine = ours?.flooded.map(perSecond) ?? []
    return [
      one.candidate.name,
      Math.round(median(alone)).toLocaleString('en'),
      Math.round(median(flooded)).toLocaleString('en'),
      `${(median(flooded.map((figure, round) => figure / (alone[round] ?? 1))) * 100).toFixed(0)} %`,
      one === ours ? '1' : showRatio(ratios(mine, flooded)),
      median(one.flooded.map(({ p99 }) => p99)).toFixed(1),
    ]
  })
  return {
    table: [
      ['', 'alone, checks/s', 'beside sign-ins', 'of that', 'first ÷ this', 'p99 ms beside sign-ins'],
      ...lines,
    ],
    notes: [
      `Medians of ${rounds} rounds of ${seconds} s, ratios round by round with (min–max); every answer checked, none wrong.`,
    ],
  }
}
