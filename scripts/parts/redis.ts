import { randomBytes } from 'node:crypto'
import { findProgram } from './find-program.ts'
import type { Part } from './install.ts'
import { startServer } from './server-process.ts'

/** Valkey or Redis: they speak one protocol, and the older systems package only the latter. */
export const redis: Part = {
  name: 'Valkey or Redis',
  packages: ['redis-server'],
  find: () => findProgram(['valkey-server', 'redis-server'], ['/usr/sbin', '/usr/local/bin']),
}

/** Starts one with a random password and nothing written to disk. Its `url` is what REDIS_URL will be. */
export async function startRedis(
  program: string,
  folder: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const password = randomBytes(18).toString('base64url')
  const server = await startServer(
    (port) => [
      program,
      ...['--port', String(port), '--bind', '127.0.0.1', '--requirepass', password],
      ...['--dir', folder, '--save', '', '--appendonly', 'no'],
    ],
    /Ready to accept connections/,
    { stopWith: 'SIGTERM' },
  )
  return { url: `redis://default:${password}@127.0.0.1:${server.port}`, stop: server.stop }
}
