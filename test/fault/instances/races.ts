import assert from 'node:assert/strict'
import { freePort } from '../../../scripts/parts/server-process.ts'
import { bin, child } from '../../cli/child.ts'
import { cheap } from '../../support/faults/client.ts'
import { withTexts } from '../../support/people/phones.ts'
import { tempDir } from '../../support/services.ts'
import { origin, startWarder, type TestWarder } from '../../support/warder.ts'
import { once } from './once.ts'

/** Two processes on one database: this one, and one of its own. */
export type Pair = {
  here: TestWarder
  there: (path: string, body: object, headers?: Record<string, string>) => Promise<number>
  stop: () => Promise<void>
}

const secret = 'dGVzdHMtb25seS1zZWNyZXQtMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A'

export async function startPair(url: string): Promise<Pair> {
  const folder = tempDir()
  const settings = {
    database_url: url,
    refresh_grace: '0',
    'limits.costly': '1000000',
    'limits.mailing': '1000000',
    'session.max': '0',
    ...withTexts,
  }
  const here = await startWarder(settings)
  here.clock.now = Math.floor(Date.now() / 1000)
  const port = await freePort()
  const args = ['serve', '--dev', '--port', String(port), '--data', folder.path]
  const other = child(process.execPath, [bin, ...args], {
    ...cheap,
    DATABASE_URL: url,
    WARDER_SECRET: secret,
    WARDER_ISSUER: origin,
    WARDER_REFRESH_GRACE: '0',
    TRUSTED_HOSTS: 'localhost 127.0.0.1',
    LOG_LEVEL: 'info',
  })
  await other.printed('/dev/inbox')
  const at = `http://127.0.0.1:${port}`
  return {
    here,
    there: async (path, body, headers = {}) => {
      const form = path.startsWith('/oauth/')
      const answer = await fetch(at + path, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
        },
        body: form ? new URLSearchParams(body as Record<string, string>).toString() : JSON.stringify(body),
      })
      await answer.arrayBuffer()
      return answer.status
    },
    stop: async () => {
      other.process.kill('SIGTERM')
      await other.ended
      await here.close()
      folder.drop()
    },
  }
}

/** What may be used one time only. */
export const raced = Object.keys(once)

/**
 * F-33: races of one kind, with four calls in a round, two at each process.
 * @returns how many rounds each process won
 */
export async function race(pair: Pair, what: string, rounds: number) {
  const make = once[what] ?? assert.fail(`nothing is called ${what}`)
  const winners = { here: 0, there: 0 }
  for (let round = 0; round < rounds; round++) {
    const {
      path,
      body = {},
      bodies = [body, body, body, body],
      headers = {},
    } = await make(pair.here, `${what.replaceAll(' ', '-')}-${round}`)
    const where = await winnersOf(pair, path, bodies, headers)
    assert.equal(where.length, 1, `round ${round}: ${where.length} had it`)
    for (const place of where) winners[place]++
  }
  return winners
}

async function winnersOf(
  { here, there }: Pair,
  path: string,
  [first = {}, second = {}, third = {}, fourth = {}]: readonly object[],
  headers: Record<string, string>,
): Promise<('here' | 'there')[]> {
  const mine = async (body: object) =>
    (
      await (path.startsWith('/oauth/')
        ? here.form(path, body as Record<string, string>)
        : here.post(path, body, headers))
    ).status
  const calls: [where: 'here' | 'there', answer: Promise<number>][] = [
    ['there', there(path, first, headers)],
    ['there', there(path, second, headers)],
    ['here', mine(third)],
    ['here', mine(fourth)],
  ]
  const won: ('here' | 'there')[] = []
  for (const [where, answer] of calls) {
    const status = await answer
    assert.ok(status < 500, `${path} ${status}`)
    if (status < 300) won.push(where)
  }
  return won
}
