import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Services } from './start.ts'

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a command that uses the services, and passes on the signals this process gets.
 * @returns its exit code, or 128 and the signal's number as a shell has it
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  services: Services,
): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...services.environment } })
  if (child.pid !== undefined) services.endWithMe(child.pid)

  const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
  for (const signal of passedOn) process.on(signal, forward)
  child.once('error', (error) => {
    console.error(`services: ${error.message}`)
    resolve(127)
  })
  child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))

  const code = await promise
  for (const signal of passedOn) process.off(signal, forward)
  return code
}
