import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Candidate, Place } from '../harness/candidate.ts'
import { root } from '../harness/paths.ts'
import { jwtForFastapi } from './guard.ts'

const folder = join(root, 'bench', 'peers')
const environment = join(root, 'bench', '.venv')
const python = join(environment, 'bin', 'python')

const fastapi: Omit<Candidate, 'prepare'> = {
  name: 'FastAPI',
  command: (place) => command(place, 'fastapi_peer'),
  readyPath: '/health',
  install,
}

function command({ port, data }: Place, module: string, env: Record<string, string> = {}) {
  return {
    program: python,
    args: [
      ...['-m', 'uvicorn', `${module}:app`, '--app-dir', folder],
      ...['--port', String(port), '--log-level', 'critical', '--no-access-log'],
    ],
    env: { DATA: data, PYTHONDONTWRITEBYTECODE: '1', ...env },
  }
}

/** As long as one of Warder's. */
const apiKey = 'k'.repeat(58)

/** FastAPI with an API key whose digest is a row of SQLite. */
export const fastapiKey: Candidate = {
  ...fastapi,
  command: (place) => command(place, 'fastapi_keys', { API_KEY: apiKey }),
  prepare: async () => ({
    method: 'GET',
    path: '/auth/me',
    headers: { 'X-API-Key': apiKey },
    expected: { status: 200, contains: ['"email":"ada@example.com"', '"permissions":'] },
  }),
}

/** FastAPI with PyJWT, verifying an RS256 access token. */
export const fastapiJwt: Candidate = { ...fastapi, prepare: jwtForFastapi }

/** FastAPI with argon2-cffi and PyJWT, signing in. */
export const fastapiSignIn: Candidate = {
  ...fastapi,
  prepare: async () => ({
    method: 'POST',
    path: '/auth/login',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'ada@example.com', password: 'lovelace-1843-engine' }),
    expected: { status: 200, contains: ['"access_token":"ey'] },
  }),
}

/** A Python environment of its own in `bench/.venv`, once for each list of what it needs. */
function install(say: (line: string) => void): void {
  const wanted = readFileSync(join(folder, 'requirements.txt'), 'utf8')
  const kept = join(environment, 'requirements.txt')
  if (existsSync(python) && existsSync(kept) && readFileSync(kept, 'utf8') === wanted) return
  say('installing FastAPI into bench/.venv …')
  run('python3', ['-m', 'venv', environment])
  run(python, ['-m', 'pip', 'install', '--quiet', '-r', join(folder, 'requirements.txt')])
  writeFileSync(kept, wanted)
}

function run(program: string, args: string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status === 0) return
  rmSync(environment, { recursive: true, force: true })
  throw new Error(`the row needs Python 3 with venv and pip: ${program} ${args.join(' ')} failed`, {
    cause: error,
  })
}
