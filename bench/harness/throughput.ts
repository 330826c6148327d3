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
  'first ÷ this',
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
  const lines = measured.map((one) => [
    one.candidate.name,
    ...comparison(measured[0], one, (round) => round.perSecond),
    ...comparison(measured[0], one, (round) => round.perSecond / round.serverBusy),
    middle(one, (round) => round.p50, 2),
    middle(one, (round) => round.p99, 2),
    middle(one, (round) => round.residentMiB, 0),
    `${middle(one, (round) => round.serverBusy * 100, 0)} %`,
    `${middle(one, (round) => round.generatorBusy * 100, 0)} %`,
  ])
  return { table: [head, ...lines], notes: [...limitedByLoad(measured), explanation(settings)] }
}

/** Two cells: the figure, and how often it goes into that of the first candidate. */
function comparison(first: Measured | undefined, one: Measured, of: (round: Round) => number): string[] {
  const figures = one.rounds.map(of)
  const figure = Math.round(median(figures)).toLocaleString('en')
  return [figure, one === first ? '1' : showRatio(ratios(first?.rounds.map(of) ?? [], figures))]
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
