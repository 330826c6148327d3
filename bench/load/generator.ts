/**
 * The load generator: a process of its own on a core of its own. It reads one JSON job from standard input and prints
 * one JSON report.
 */
import { setTimeout as after } from 'node:timers/promises'
import { text } from 'node:stream/consumers'
import { openConnection } from './connection.ts'
import { cpuSeconds } from './cpu.ts'
import { type Exchange, fault, requestsOf } from './exchange.ts'
import { newSamples } from './samples.ts'

export type Job = {
  port: number
  exchange: Exchange
  connections: number
  /** Seconds before the measured time. */
  warmup: number
  /** Seconds to measure, or answers to wait for. */
  until: { seconds: number } | { answers: number }
  /** Its processor time is read before and after the measured time. */
  serverPid: number
}

export type LoadReport = {
  answered: number
  errors: number
  firstError: string | null
  seconds: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Processor time per second of the measured time: 1 is one whole core. */
  generatorBusy: number
  serverBusy: number
}

/** Loads a server as the job says. Never throws for a bad answer: the report counts it. */
export async function generate(job: Job): Promise<LoadReport> {
  const samples = newSamples()
  const enough = Promise.withResolvers<void>()
  const limit = 'answers' in job.until ? job.until.answers : Infinity
  let measuring = false
  let stopping = false
  let open = job.connections
  let errors = 0
  let firstError: string | null = null

  const failed = (reason: string) => {
    errors++
    firstError ??= reason
  }
  const listener = {
    answered(answer: { status: number; body: string }, milliseconds: number) {
      const wrong = fault(job.exchange.expected, answer.status, answer.body)
      if (wrong !== undefined) failed(wrong)
      // Without the right answer there is nothing to carry.
      if (wrong !== undefined && job.exchange.carry) return false
      if (measuring) samples.add(milliseconds)
      if (samples.size >= limit) enough.resolve()
      return !stopping
    },
    failed,
    ended() {
      // Without a connection nothing more will come: the report tells why.
      if (--open === 0) enough.resolve()
    },
  }

  for (let i = 0; i < job.connections; i++)
    openConnection(job.port, requestsOf(job.exchange, job.port, i), listener)
  await after(job.warmup * 1000)

  const usedBefore = [cpuSeconds(process.pid), cpuSeconds(job.serverPid)] as const
  const begun = performance.now()
  measuring = true
  await ('seconds' in job.until ? after(job.until.seconds * 1000) : enough.promise)
  measuring = false
  stopping = true
  const seconds = (performance.now() - begun) / 1000

  return {
    answered: samples.size,
    errors,
    firstError,
    seconds,
    p50: samples.quantile(0.5),
    p99: samples.quantile(0.99),
    generatorBusy: (cpuSeconds(process.pid) - usedBefore[0]) / seconds,
    serverBusy: (cpuSeconds(job.serverPid) - usedBefore[1]) / seconds,
  }
}

if (import.meta.main) {
  const job = JSON.parse(await text(process.stdin)) as Job
  console.log(JSON.stringify(await generate(job)))
}
