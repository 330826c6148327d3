import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'

/** The server alone has the first core. Generator, harness and database share the second. */
export const serverCore = 0
export const loadCore = 1

/**
 * Refuses a machine on which the figures would mean nothing, and moves this process off the server's core.
 *
 * @throws Error when there is one core only, or no `taskset`
 */
export function claimMachine(warn: (line: string) => void): void {
  if (process.platform !== 'linux')
    throw new Error('the benchmark pins processes with taskset: it needs Linux')
  // Not availableParallelism(): a run that was started again with the services is pinned already.
  if (cpus().length < 2) {
    throw new Error('the benchmark needs two cores: one for the server, one for the load')
  }
  try {
    execFileSync('taskset', ['-a', '-cp', String(loadCore), String(process.pid)], { stdio: 'ignore' })
  } catch (cause) {
    throw new Error('taskset is missing or refused: install util-linux', { cause })
  }
  const busy = loadavg()[0] ?? 0
  if (busy > 0.7) {
    warn(
      `the machine is busy (load average ${busy.toFixed(1)}): trust the ratios less, the figures not at all`,
    )
  }
}

/** One line that says what was measured on, without naming the machine. */
export function describeMachine(): string {
  const model = cpus()[0]?.model ?? 'unknown processor'
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} cores of ${model}, ${memory} GiB, Node ${process.versions.node}, load average ${loadavg()[0]?.toFixed(1)}`
}
