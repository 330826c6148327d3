import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempDir } from '../services.ts'
import { straceProgram } from './programs.ts'

export type Watch = {
  /** The calls that were made since the watch began, a line for each, with the names of their files. */
  calls: () => string[]
  stop: () => Promise<void>
}

/**
 * Watches the system calls of a running process, in all of its threads.
 *
 * @param calls their names, separated by commas
 * @param error with which each of them fails while it is watched, such as `EIO`
 */
export async function watch(pid: number, calls: string, error?: string): Promise<Watch> {
  const folder = tempDir()
  const file = join(folder.path, 'calls')
  const inject = error === undefined ? [] : ['-e', `inject=${calls}:error=${error}`]
  const args = ['-f', '-y', '-p', String(pid), '-e', `trace=${calls}`, ...inject, '-o', file]
  const tracer = spawn(straceProgram(), args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(tracer, 'exit')
  await new Promise<void>((resolve, reject) => {
    let said = ''
    tracer.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('attached')) resolve()
    })
    tracer.once('exit', () => reject(new Error(`strace ended: ${said}`)))
  })
  return {
    // A call that another thread interrupts in the listing is finished on a line of its own, without its arguments.
    calls: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.includes('(')),
    stop: async () => {
      tracer.kill('SIGINT')
      await ended
      folder.drop()
    },
  }
}
