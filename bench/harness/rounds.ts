import { askOnce } from '../load/ask.ts'
import { residentMiB } from '../load/cpu.ts'
import type { LoadReport } from '../load/generator.ts'
import type { Candidate } from './candidate.ts'
import { load } from './generator.ts'
import { inFreshPlace, type Store } from './place.ts'
import { startServer } from './server.ts'
import type { Settings } from './settings.ts'

/** One candidate in one round. */
export type Round = LoadReport & { perSecond: number; residentMiB: number; bodyBytes: number }

/** All rounds of one candidate. */
export type Measured = { candidate: Candidate; rounds: Round[] }

/** A fresh process with fresh data, alone on its core: prepared, asked once, warmed up, measured, stopped. */
async function oneRound(
  candidate: Candidate,
  store: Store,
  bytes: number,
  settings: Settings,
): Promise<Round> {
  return inFreshPlace({ store, bytes }, async (place) => {
    const server = await startServer(candidate, place)
    try {
      const exchange = await candidate.prepare(place)
      // What is carried counts once: asking uses up the last of the first ones.
      const body = await askOnce(place.port, exchange, (exchange.carry?.first.length ?? 1) - 1)
      const { connections, warmup, seconds } = settings
      const job = {
        port: place.port,
        exchange,
        connections,
        warmup,
        until: { seconds },
        serverPid: server.pid,
      }
      const report = await load(job, candidate.name)
      return {
        ...report,
        perSecond: report.answered / report.seconds,
        residentMiB: residentMiB(server.pid),
        bodyBytes: body.length,
      }
    } finally {
      await server.stop()
    }
  })
}

/**
 * Measures the candidates A B C A B C …, because a machine has slow minutes. The first one's answer decides how many bytes
 * the floor answers with.
 */
export async function interleave(
  candidates: readonly Candidate[],
  store: Store,
  settings: Settings,
): Promise<Measured[]> {
  const measured: Measured[] = candidates.map((candidate) => ({ candidate, rounds: [] }))
  for (const { install } of candidates) install?.(settings.say)
  let bytes = 300
  for (let number = 1; number <= settings.rounds; number++) {
    for (const { candidate, rounds } of measured) {
      const round = await oneRound(candidate, store, bytes, settings)
      rounds.push(round)
      bytes = measured[0]?.rounds[0]?.bodyBytes ?? bytes
      settings.say(`round ${number}: ${candidate.name}: ${Math.round(round.perSecond)} requests a second`)
    }
  }
  return measured
}
