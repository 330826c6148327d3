import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { once } from 'node:events'
import { setTimeout as after } from 'node:timers/promises'
import { cpuSeconds } from '../load/cpu.ts'
import { root } from './paths.ts'
import { serverCore } from './machine.ts'
import type { Candidate, Place } from './candidate.ts'

const startLimit = 30_000
const stopLimit = 12_000

export type Running = {
  pid: number
  /** Seconds from the start of the process to the first 200, and the processor time it used for that. */
  startedIn: { seconds: number; cpu: number }
  stop(): Promise<void>
}

const alive = new Set<ChildProcess>()
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

/**
 * Starts a candidate alone on the server's core and waits until it answers.
 *
 * @throws Error with the end of what the server wrote, when it ends or stays silent for thirty seconds
 */
export async function startServer(candidate: Candidate, place: Place): Promise<Running> {
  const { program = process.execPath, args, env } = candidate.command(place)
  const logFile = join(place.data, 'server.log')
  const log = openSync(logFile, 'a')
  const begun = performance.now()
  const child = spawn('taskset', ['-c', String(serverCore), program, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: String(place.port), ...env },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  alive.add(child)
  child.once('exit', () => alive.delete(child))

  if (!(await answers(child, `http://127.0.0.1:${place.port}${candidate.readyPath}`, begun))) {
    child.kill('SIGKILL')
    throw new Error(`${candidate.name} did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`)
  }
  if (child.pid === undefined) throw new Error(`${candidate.name} has no process`)
  const startedIn = { seconds: (performance.now() - begun) / 1000, cpu: cpuSeconds(child.pid) }
  return { pid: child.pid, startedIn, stop: () => stop(child) }
}

async function answers(child: ChildProcess, url: string, begun: number): Promise<boolean> {
  while (performance.now() - begun < startLimit && child.exitCode === null) {
    const status = await fetch(url).then(
      (response) => response.body?.cancel().then(() => response.status) ?? response.status,
      () => 0,
    )
    if (status === 200) return true
    await after(3)
  }
  return false
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const impatient = setTimeout(() => child.kill('SIGKILL'), stopLimit)
  await exited
  clearTimeout(impatient)
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
