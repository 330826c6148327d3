import type { Settings } from '../../harness/settings.ts'
import type { Findings } from '../../report/report.ts'
import { median, ratios, showRatio } from '../../report/statistics.ts'

/** One check of something that is right. @throws Error when it turns out wrong */
export type Check = { name: string; once: () => Promise<void>; perSecond: number[] }

/** Runs each check in turn, round by round, one after the other in this process. */
export async function interleave(checks: readonly Check[], settings: Settings): Promise<void> {
  for (let round = 1; round <= settings.rounds; round++) {
    for (const check of checks) await oneRound(check, settings)
    const said = checks.map(({ name, perSecond }) => `${name} ${Math.round(perSecond.at(-1) ?? 0)}`)
    settings.say(`round ${round}: ${said.join(', ')} a second`)
  }
}

async function oneRound({ once, perSecond }: Check, { warmup, seconds }: Settings): Promise<void> {
  await repeat(once, warmup)
  const { times, took } = await repeat(once, seconds)
  perSecond.push(times / took)
}

async function repeat(once: () => Promise<void>, seconds: number): Promise<{ times: number; took: number }> {
  const start = performance.now()
  let times = 0
  let took = 0
  while (took < seconds) {
    await once()
    times++
    took = (performance.now() - start) / 1000
  }
  return { times, took }
}

/** The rates of all checks, and what each is against the last one. */
export function findings(checks: readonly Check[], { rounds, seconds }: Settings): Findings {
  const against = checks.at(-1)
  const last = against?.perSecond ?? []
  const lines = checks.map(({ name, perSecond }) => [
    name,
    Math.round(median(perSecond)).toLocaleString('en'),
    perSecond === last ? '1' : showRatio(ratios(perSecond, last)),
  ])
  return {
    table: [['', 'checks/s', `this ÷ ${against?.name ?? ''}`], ...lines],
    notes: [
      `Medians of ${rounds} rounds of ${seconds} s, ratios round by round with (min–max); every check right.`,
    ],
  }
}
