import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { closeStore, openStore, type Db } from '../../../packages/warder/src/store/open.ts'
import { server } from '../../cli/child.ts'
import { eventually } from '../../support/eventually.ts'
import { cheap, clientOf, type Client } from '../../support/faults/client.ts'
import { fakeClock, type FakeClock } from '../../support/faults/faketime.ts'
import { checkInvariants, checkLog } from '../../support/faults/invariants.ts'
import { tempDir } from '../../support/services.ts'
import { goodPassword } from '../../support/warder.ts'

type Tokens = { access_token: string; refresh_token: string }
const hour = 3600

describe('the clock of the machine jumps while the server runs', () => {
  const folder = tempDir()
  let clock: FakeClock
  let running: Awaited<ReturnType<typeof server>>
  let client: Client
  let db: Db
  before(async () => {
    clock = fakeClock(folder.path)
    running = await server(folder.path, [], { ...cheap, ...clock.env, WARDER_REFRESH_GRACE: '0' })
    client = clientOf(running.url)
    db = openStore(`sqlite:${join(folder.path, 'warder.db')}`)
    await client.person('ada@example.com')
    // Those of the rarer algorithms are made behind the first requests.
    await eventually('there is a key of each algorithm', async () => (await count('signing_key')) === 5)
  })
  after(async () => {
    await checkInvariants(db)
    await closeStore(db)
    client.close()
    running.process.kill('SIGTERM')
    const { code, stdout, stderr } = await running.ended
    assert.equal(code, 0)
    checkLog(stdout + stderr, [goodPassword])
    folder.drop()
  })

  const signIn = async () => JSON.parse((await client.signIn('ada@example.com')).body) as Tokens
  const me = async ({ access_token }: Tokens) => (await client.get('/auth/me', access_token)).status
  const refresh = (refresh_token: string) => client.post('/auth/refresh', { refresh_token })
  const tokensOf = ({ body }: { body: string }) => JSON.parse(body) as Tokens
  const count = async (table: 'session' | 'signing_key' | 'refresh_token') =>
    (await db.selectFrom(table).selectAll().execute()).length
  /** Clock ticks of the processor that the server has used. */
  const ticks = () => {
    const fields = readFileSync(`/proc/${running.process.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return Number(fields[11]) + Number(fields[12])
  }

  test('F-22 an hour forward: tokens expire, sessions and keys stay, and no timer storms', async () => {
    const ada = await signIn()
    const there = await Promise.all([count('session'), count('signing_key'), count('refresh_token')])
    const jwks = (await client.get('/.well-known/jwks.json')).body
    assert.equal(await me(ada), 200)

    clock.set(hour)
    assert.equal(await me(ada), 401, 'an access token of ten minutes')
    const began = ticks()
    await delay(1000)
    assert.ok(ticks() - began < 50, `${ticks() - began} ticks in a second with nothing to do`)
    assert.deepEqual(
      await Promise.all([count('session'), count('signing_key'), count('refresh_token')]),
      there,
      'nothing was cleaned up or made',
    )
    assert.equal((await client.get('/.well-known/jwks.json')).body, jwks)
    const renewed = await refresh(ada.refresh_token)
    assert.equal(renewed.status, 200, renewed.body)
    assert.equal(await me(tokensOf(renewed)), 200)

    clock.set(0)
    assert.equal(await me(await signIn()), 200)
  })

  test('F-23 an hour back: what was spent stays spent, what was ended stays ended, and people sign in', async () => {
    const [spent, ended, living] = [await signIn(), await signIn(), await signIn()]
    const next = tokensOf(await refresh(spent.refresh_token))
    assert.equal((await client.post('/auth/logout', {}, ended.access_token)).status, 204)
    await client.post('/auth/forgot-password', { email: 'ada@example.com' })
    const inbox = JSON.parse((await client.get('/dev/inbox.json')).body) as { links: string[] }[]
    const link = inbox.flatMap(({ links }) => links).find((url) => url.includes('/reset-password?'))
    const token = new URL(link ?? '').searchParams.get('token')

    clock.set(-hour)
    assert.equal(await me(ended), 401)
    assert.equal((await refresh(ended.refresh_token)).status, 401)
    // A token from the future: the clock of the server is what went wrong, and the session is alive.
    assert.equal((await refresh(living.refresh_token)).status, 200)
    assert.equal((await refresh(spent.refresh_token)).status, 401, 'spent')
    assert.equal((await refresh(next.refresh_token)).status, 401, 'and its use ends the family')
    const reset = () => client.post('/auth/reset-password', { token, password: goodPassword })
    assert.ok((await reset()).status < 300)
    clock.set(-2 * hour)
    assert.equal((await reset()).status, 400)
    assert.equal((await client.signIn('ada@example.com')).status, 200)

    clock.set(0)
    assert.equal((await reset()).status, 400)
    assert.equal(await me(ended), 401)
  })

  test('F-23 the audit keeps its order, by number and not by time', async () => {
    const events = await db.selectFrom('audit_event').select(['seq', 'time', 'type']).orderBy('seq').execute()
    assert.deepEqual(
      events.map(({ seq }) => Number(seq)),
      events.map((_, i) => i + 1),
    )
    assert.ok(
      events.some(({ time }, i) => time < (events[i - 1]?.time ?? 0)),
      'the clock went back',
    )
    const order = events.map(({ type }) => type)
    assert.ok(order.lastIndexOf('password.reset_requested') < order.lastIndexOf('password.reset'))
    assert.ok(order.includes('token.reuse_detected'))
  })
})
