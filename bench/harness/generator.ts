import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import type { Job, LoadReport } from '../load/generator.ts'
import { loadCore } from './machine.ts'
import { root } from './paths.ts'

const file = join(root, 'bench', 'load', 'generator.ts')

/**
 * Runs the load generator on its own core.
 *
 * @throws Error when one answer was not as expected: such a run says nothing about speed
 */
export async function load(job: Job, name: string): Promise<LoadReport> {
  const child = spawn('taskset', ['-c', String(loadCore), process.execPath, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  child.stdin.end(JSON.stringify(job))
  const report = (await json(child.stdout).catch(() => undefined)) as LoadReport | undefined
  await exited
  if (report === undefined) throw new Error(`the load generator ended without a report on ${name}`)
  if (report.errors > 0) throw new Error(`${name} gave ${report.errors} wrong answers: ${report.firstError}`)
  if (report.answered === 0) throw new Error(`${name} answered nothing in ${report.seconds.toFixed(1)} s`)
  return report
}
