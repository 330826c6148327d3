import { join } from 'node:path'
import { fill, warderOn, type Size } from '../candidates/grown.ts'
import { document } from '../candidates/machine-token.ts'
import { introspection, token, userinfo, type Prepare } from '../candidates/warder-tokens.ts'
import { discovery, fromSources, jwks, toIssuer, warder } from '../candidates/warder.ts'
import { inFreshPlace } from '../harness/place.ts'
import { interleave, type Measured, type Round } from '../harness/rounds.ts'
import type { Settings } from '../harness/settings.ts'
import type { Findings } from '../report/report.ts'
import { median, ratios, showRatio } from '../report/statistics.ts'
import type { Row } from './row.ts'

const size: Size = { clients: 100_000, grants: Number(process.env['BENCH_GRANTS'] ?? 10_000_000) }

const given =
  (path: string, piece: string): Prepare =>
  async (place) =>
    Promise.resolve(toIssuer(place, document(path, piece)))

const asked: [what: string, prepare: Prepare][] = [
  ['token, ES256', token],
  ['introspection', introspection],
  ['UserInfo', userinfo],
  ['JWKS', given(jwks, '"keys":[{')],
  ['discovery', given(discovery, '"token_endpoint":"http')],
]

const head = [
  '',
  'empty, requests/s',
  'full, requests/s',
  'full ÷ empty',
  'per core-second',
  'p99 ms',
  'p99 ms, full',
]

export const growthRow: Row = {
  name: 'growth',
  title: 'what many clients and grants change of the OAuth endpoints',
  says:
    `The same requests beside an empty database and beside ${size.clients.toLocaleString('en')} clients and ` +
    `${size.grants.toLocaleString('en')} grants, each with a refresh token and an access token, on SQLite. The full database is made ` +
    'once, stays through the rounds, and takes 0.8 GB for a million grants.',
  measure: (settings) =>
    inFreshPlace({ store: 'sqlite', bytes: 0 }, async (place) => {
      const file = join(place.data, 'grown.sqlite')
      settings.say(`filling a database with ${size.grants.toLocaleString('en')} grants`)
      await fill(place, file, size, settings.say)
      const lines: string[][] = []
      for (const [what, prepare] of asked)
        lines.push(await compared(what, prepare, `sqlite:${file}`, settings))
      return findings(lines, settings)
    }),
}

async function compared(what: string, prepare: Prepare, url: string, settings: Settings): Promise<string[]> {
  const candidates = [warder(`${what}, empty`, fromSources, prepare), warderOn(url, `${what}, full`, prepare)]
  const [empty, full] = await interleave(candidates, 'sqlite', settings)
  if (!empty || !full) throw new Error('two were to be measured')
  const perSecond = (round: Round) => round.perSecond
  const perCore = (round: Round) => round.perSecond / round.serverBusy
  const ratio = (of: (round: Round) => number) => showRatio(ratios(full.rounds.map(of), empty.rounds.map(of)))
  return [
    what,
    middle(empty, perSecond, 0),
    middle(full, perSecond, 0),
    ratio(perSecond),
    ratio(perCore),
    middle(empty, ({ p99 }) => p99, 2),
    middle(full, ({ p99 }) => p99, 2),
  ]
}

const middle = ({ rounds }: Measured, of: (round: Round) => number, digits: number) =>
  median(rounds.map(of)).toFixed(digits)

const findings = (lines: string[][], { rounds, seconds }: Settings): Findings => ({
  table: [head, ...lines],
  notes: [
    `Medians of ${rounds} rounds of ${seconds} s, ratios round by round with (min–max); every answer checked, none wrong.`,
  ],
})
