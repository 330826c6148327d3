/**
 * The process that owns the servers. It starts them, prints one line of JSON with their addresses, and stops them when
 * its standard input closes: that happens also when the process that wanted them is killed, so none is left behind.
 *
 * A line it reads is the id of a process that uses the servers, to be ended with them; or `stop`, when all have ended.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'

const [initdb = '', redisProgram = ''] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'warder-services-'))
const users = new Set<number>()

// Written by a process that may be gone: an answer nobody reads is no reason to stop before the servers have.
process.stdout.on('error', () => {})
const input = createInterface({ input: process.stdin })
input.on('line', (line) => (line === 'stop' ? users.clear() : users.add(Number(line))))
const abandoned = new Promise<void>((resolve) => input.once('close', resolve))

const [database, cache] = await Promise.allSettled([
  startPostgres(initdb, folder),
  startRedis(redisProgram, folder),
])
if (database.status === 'fulfilled' && cache.status === 'fulfilled') {
  process.stdout.write(
    `${JSON.stringify({ POSTGRES_URL: database.value.url, REDIS_URL: cache.value.url })}\n`,
  )
  await abandoned
}
for (const pid of users) endUser(pid)
for (const started of [database, cache]) {
  if (started.status === 'fulfilled') await started.value.stop()
  else console.error(started.reason)
}
rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
input.close()

function endUser(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    // It has ended already, which is the usual case.
  }
}
