import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Place } from '../harness/candidate.ts'
import { root } from '../harness/paths.ts'

/** Production takes plain http on the loopback interface only, which is where the benchmark is. */
export const issuer = ({ port }: Place): string => `http://localhost:${port}`

/** What a production installation sets, and a log level that writes no line for each request, as with the peers. */
export function environment(place: Place): Record<string, string> {
  const { data, databaseUrl } = place
  return {
    NODE_ENV: 'production',
    WARDER_ISSUER: issuer(place),
    WARDER_SECRET: 'j0yAqLr7oTSe5V3QxJfOaQm2Hc9KpWn4Zd8Ug6Xi1Bs',
    LOG_LEVEL: 'error',
    // Nobody is written to while it is measured, but production asks for a mail server.
    SMTP_URL: 'smtp://127.0.0.1:2525',
    MAIL_FROM: 'Warder <auth@example.com>',
    // All load comes from one address.
    WARDER_LIMIT_COSTLY: '100000000',
    WARDER_CHALLENGE: 'off',
    DATABASE_URL: databaseUrl ?? `sqlite:${join(data, 'warder.sqlite')}`,
  }
}

/**
 * Runs a verb of the command line beside the running server and reads its JSON document.
 *
 * @throws Error with what it wrote, when it fails
 */
export async function runCli(place: Place, args: readonly string[], input = ''): Promise<unknown> {
  const main = join(root, 'packages', 'warder', 'src', 'cli', 'main.ts')
  const child = spawn(
    process.execPath,
    ['--conditions=warder-src', main, ...args, '--json', '--data', place.data],
    { env: { PATH: process.env['PATH'], ...environment(place) }, stdio: 'pipe' },
  )
  child.stdin.end(input)
  const [out, problem, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  if (code !== 0) throw new Error(`warder ${args.join(' ')} failed:\n${problem || out}`)
  return JSON.parse(out) as unknown
}
