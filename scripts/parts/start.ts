import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from './chromium.ts'
import { ensureParts, PartMissing } from './install.ts'
import { keyring, sessionBus } from './keyring.ts'
import { postgres } from './postgres.ts'
import { redis } from './redis.ts'
import { simplesamlphp } from './simplesamlphp.ts'

/** Running services. `environment` is for the processes that use them; each of these is told to `endWithMe`. */
export type Services = {
  environment: { POSTGRES_URL: string; REDIS_URL: string; CHROMIUM_PATH: string }
  /** Has a process ended, should this one be killed before it can do so itself. */
  endWithMe: (pid: number) => void
  stop: () => Promise<void>
}

/**
 * Installs what is missing and starts PostgreSQL and Redis or Valkey.
 * @param say told in plain words what happens
 * @throws PartMissing when a part cannot be had, or does not start
 */
export async function startServices(say: (line: string) => void): Promise<Services> {
  const parts = [postgres, redis, chromium, sessionBus, keyring, simplesamlphp]
  const [initdb, redisProgram, browser] = ensureParts(parts, say) as [string, string, string]
  const keeper = spawn(
    process.execPath,
    [fileURLToPath(new URL('keeper.ts', import.meta.url)), initdb, redisProgram],
    // A session of its own: Ctrl-C in the terminal ends the command, and the servers only after it.
    { detached: true, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const ended = once(keeper, 'exit')
  // A keeper that fails closes the pipe under our hands; its exit is what is looked at.
  keeper.stdin.on('error', () => {})

  const lines = createInterface({ input: keeper.stdout })
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [unknown]
  if (typeof line !== 'string')
    throw new PartMissing('PostgreSQL or Redis did not start, for the reason printed above')
  const urls = JSON.parse(line) as { POSTGRES_URL: string; REDIS_URL: string }
  say(`PostgreSQL and ${redisProgram.includes('valkey') ? 'Valkey' : 'Redis'} are up, Chromium is ${browser}`)

  return {
    environment: { ...urls, CHROMIUM_PATH: browser },
    endWithMe: (pid) => keeper.stdin.write(`${pid}\n`),
    stop: async () => {
      keeper.stdin.end('stop\n')
      await ended
    },
  }
}
