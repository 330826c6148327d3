import assert from 'node:assert/strict'
import { eventually } from '../support/eventually.ts'
import { freshPostgres } from '../support/services.ts'
import { startTcpProxy, type TcpProxy } from '../support/faults/tcp-proxy.ts'
import { startValkey, type OwnValkey } from '../support/faults/valkey.ts'
import { goodPassword, startWarder, type TestWarder } from '../support/warder.ts'

/** Two instances on one PostgreSQL and one Valkey, to which the second has a network of its own. */
export type Pair = {
  a: TestWarder
  b: TestWarder
  both: readonly [TestWarder, TestWarder]
  valkey: OwnValkey
  proxy: TcpProxy
  /** Signs Ada in, at the first instance; the cookie. */
  signIn: () => Promise<string>
  close: () => Promise<void>
}

export async function startPair(settings: Record<string, string> = {}): Promise<Pair> {
  const database = await freshPostgres()
  const valkey = await startValkey()
  const proxy = await startTcpProxy(valkey.port)
  const start = (port: number) =>
    startWarder({
      database_url: database.url,
      redis_url: valkey.url.replace(String(valkey.port), String(port)),
      'challenge.mode': 'off',
      'session.cache': '5s',
      ...settings,
    })
  const a = await start(valkey.port)
  const b = await start(proxy.port)
  await a.user()
  const both = [a, b] as const
  await eventually('both have Valkey', () => allAnswer({ both }))
  return {
    a,
    b,
    both,
    valkey,
    proxy,
    signIn: () => signIn(a),
    close: async () => {
      await a.close()
      await b.close()
      await proxy.close()
      await valkey.drop()
      await database.drop()
    },
  }
}

async function signIn(warder: TestWarder): Promise<string> {
  const answer = await warder.post('/auth/login/session', {
    email: 'ada@example.com',
    password: goodPassword,
  })
  assert.equal(answer.status, 200, await answer.text())
  const cookie = answer.headers.getSetCookie().find((text) => text.startsWith('__Host-warder_session='))
  return cookie?.split(';')[0] ?? ''
}

/** What people did while something went wrong, and how they fared. */
export type Report = {
  requests: number
  /** How often each answer was given that should not have been. */
  wrong: Record<string, number>
  /** Keys that were spent more or less often than one time. */
  misspent: number
  /** Milliseconds. */
  p99: number
  slowest: number
}

let keys = 0

/**
 * Checks a session, asks for a mailed link and spends a key at both instances at once, all the time, three of them side
 * by side, while `harm` does its work.
 *
 * @param harm is given a way to wait until so many more requests were answered
 */
export async function underLoad(
  pair: Pair,
  harm: (answered: (more: number) => Promise<void>) => Promise<void>,
): Promise<Report> {
  const cookie = await pair.signIn()
  const times: number[] = []
  const wrong: Record<string, number> = {}
  let misspent = 0
  let going = true

  const request = async (expected: number, ask: () => Promise<Response>) => {
    const began = performance.now()
    const answer = await ask()
    await answer.arrayBuffer()
    times.push(performance.now() - began)
    if (answer.status !== expected) wrong[answer.status] = (wrong[answer.status] ?? 0) + 1
  }
  const spend = async () => {
    const key = `key ${keys++}`
    const { now } = pair.a.clock
    const first = await Promise.all(pair.both.map(({ app }) => app.replay.once(key, now + 60, now)))
    const again = await pair.b.app.replay.once(key, now + 60, now)
    if (again || first.filter(Boolean).length !== 1) misspent++
  }
  const person = async (number: number) => {
    for (let i = 0; going; i++) {
      const warder = (number + i) % 2 ? pair.a : pair.b
      await request(200, () => warder.get('/auth/me', { cookie }))
      await request(202, () => warder.post('/auth/forgot-password', { email: `u${number}@example.com` }))
      await spend()
    }
  }
  const answered = (more: number) => {
    const enough = times.length + more
    return eventually(`${more} more requests are answered`, () => times.length >= enough, 60_000)
  }

  const people = Promise.all(Array.from({ length: 3 }, (_, number) => person(number)))
  try {
    await answered(50)
    await harm(answered)
    await answered(50)
  } finally {
    going = false
    await people
  }
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? 0
  return { requests: times.length, wrong, misspent, p99: at(0.99), slowest: at(1) }
}

/** How often each instance has logged that the cache went away, and that it came back. */
export const outages = ({ both }: Pair): [away: number, back: number][] =>
  both.map(({ lines }) => [
    lines.filter((line) => line.includes('the shared cache is away')).length,
    lines.filter((line) => line.includes('the shared cache is back')).length,
  ])

export const allAnswer = ({ both }: Pick<Pair, 'both'>): boolean =>
  both.every(({ app }) => app.valkey?.answers())
