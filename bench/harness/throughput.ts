import type { Candidate } from './candidate.ts'
import type { Findings } from '../report/report.ts'
import { interleave, type Measured, type Round } from './rounds.ts'
import type { Settings } from './settings.ts'
import type { Store } from './place.ts'
import { median, ratios, showRatio } from '../report/statistics.ts'

const head = [
  '',
  'requests/s',
  'first ÷ this',
  'per core-second',
  'p50 ms',
  'p99 ms',
  'RSS MiB',
  'server core',
  'load core',
]

/** Measures requests per second of all candidates. The first is ours, and the others are what it is divided by. */
export async function throughput(
  candidates: readonly Candidate[],
  store: Store,
  settings: Settings,
): Promise<Findings> {
  const measured = await interleave(candidates, store, settings)
  const first = perSecond(measured[0])
  const lines = measured.map((one, index) => [
    one.candidate.name,
    Math.round(median(perSecond(one))).toLocaleString('en'),
    index === 0 ? '1' : showRatio(ratios(first, perSecond(one))),
    Math.round(median(one.rounds.map((round) => round.perSecond / round.serverBusy))).toLocaleString('en'),
    middle(one, (round) => round.p50, 2),
    middle(one, (round) => round.p99, 2),
    middle(one, (round) => round.residentMiB, 0),
    `${middle(one, (round) => round.serverBusy * 100, 0)} %`,
    `${middle(one, (round) => round.generatorBusy * 100, 0)} %`,
  ])
  return { table: [head, ...lines], notes: [...limitedByLoad(measured), explanation(settings)] }
}

function perSecond(measured: Measured | undefined): number[] {
  return measured?.rounds.map((round) => round.perSecond) ?? []
}

function middle({ rounds }: Measured, of: (round: Round) => number, digits: number): string {
  return median(rounds.map(of)).toFixed(digits)
}

/** Where the server did not fill its core, it was not the limit: then the figure is a lower bound. */
function limitedByLoad(measured: readonly Measured[]): string[] {
  return measured
    .filter(({ rounds }) => median(rounds.map((round) => round.serverBusy)) < 0.9)
    .map(
      ({ candidate }) =>
        `**${candidate.name} did not fill its core: other work or the load was the limit, its figure is a lower bound.**`,
    )
}

function explanation({ rounds, seconds }: Settings): string {
  return `Medians of ${rounds} rounds of ${seconds} s, ratios round by round with (min–max); every answer checked, none wrong.`
}
