import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { digest } from '../../../packages/warder/src/crypto/tokens.ts'
import * as revocations from '../../../packages/warder/src/store/oauth/revocations.ts'
import { server } from '../../cli/child.ts'
import { eventually } from '../../support/eventually.ts'
import { stores, type FreshStore } from '../../support/services.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

type Feed = { cursor: string; items: { kind: string; hash: string; until: number }[] }

const feed = (warder: TestWarder, etag: string | null, prefer: string, signal?: AbortSignal) =>
  warder.request('/oauth/revocations?after=0', {
    headers: { ...(etag !== null && { 'if-none-match': etag }), prefer },
    ...(signal && { signal }),
  })

const revoke = ({ app, clock }: TestWarder, value: string) =>
  revocations.insert(app.db, [{ kind: 'jti', value, until: clock.now + 600 }], clock.now)

/** What it answers, or nothing while it waits. */
function answered(response: Promise<Response>) {
  const state: { response?: Response } = {}
  void response.then((one) => (state.response = one))
  return state
}

for (const [name, fresh] of stores()) {
  describe(`waiting for the revocation feed on ${name}`, () => {
    let store: FreshStore
    let here: TestWarder
    let elsewhere: TestWarder
    before(async () => {
      store = await fresh()
      here = await startWarder({ database_url: store.url })
      elsewhere = await startWarder({ database_url: store.url })
    })
    after(async () => {
      await here.close()
      await elsewhere.close()
      await store.drop()
    })

    for (const [where, other] of [
      ['here', () => here],
      ['on another instance', () => elsewhere],
    ] as const) {
      test(`RFC 7240 §4.3: who prefers to wait hears within a second of what is revoked ${where}`, async () => {
        const seen = (await feed(here, null, '')).headers.get('etag')
        const waiting = feed(here, seen, 'respond-async, wait=20')
        const state = answered(waiting)
        await new Promise((resolve) => setTimeout(resolve, 300))
        assert.equal(state.response, undefined)

        const before = performance.now()
        await revoke(other(), `jti_${where}`)
        const response = await waiting
        assert.ok(performance.now() - before < 1000)
        assert.equal(response.status, 200)
        assert.equal(response.headers.get('preference-applied'), 'wait=20')
        const hash = digest(`jti_${where}`)
        assert.ok((await json<Feed>(response)).items.some((item) => item.hash === hash))
      })
    }
  })
}

describe('waiting for the revocation feed', () => {
  let warder: TestWarder
  let seen: string | null
  before(async () => {
    warder = await startWarder()
    seen = (await feed(warder, null, '')).headers.get('etag')
  })
  after(() => warder.close())

  test('ends with 304 when the time is over', async () => {
    const response = await feed(warder, seen, 'wait=1')
    assert.equal(response.status, 304)
    assert.equal(response.headers.get('etag'), seen)
  })

  const table: [prefer: string, applied: string | null][] = [
    ['', null],
    ['wait=x', null],
    ['wait=-1', null],
    ['nowait=5', null],
    ['wait=0', 'wait=0'],
  ]
  for (const [prefer, applied] of table) {
    test(`is not what "${prefer}" asks for`, async () => {
      const response = await feed(warder, seen, prefer)
      assert.equal(response.status, 304)
      assert.equal(response.headers.get('preference-applied'), applied)
    })
  }

  test('is 25 seconds at most', async () => {
    const response = await feed(warder, '"other"', 'wait=3600')
    assert.equal(response.headers.get('preference-applied'), 'wait=25')
  })

  test('is for a hundred of one address, and the next is answered at once', async () => {
    const away = new AbortController()
    const waiting = Array.from({ length: 100 }, () => feed(warder, seen, 'wait=20', away.signal))
    const states = waiting.map(answered)
    assert.equal((await feed(warder, seen, 'wait=20')).status, 304)
    assert.equal(states.filter(({ response }) => response).length, 0)
    away.abort()
    // Who hangs up gives the place back.
    for (const one of waiting) assert.equal((await one).status, 304)
    const next = answered(feed(warder, seen, 'wait=1'))
    await new Promise((resolve) => setTimeout(resolve, 100))
    assert.equal(next.response, undefined)
    await eventually('the wait is over', () => next.response !== undefined)
  })

  test('ends when the process is about to stop', async () => {
    const waiting = feed(warder, seen, 'wait=20')
    await new Promise((resolve) => setImmediate(resolve))
    warder.hurry()
    assert.equal((await waiting).status, 304)
    assert.equal((await feed(warder, seen, 'wait=20')).status, 304)
  })
})

test('a server that is told to stop does not wait for those who wait', async (t) => {
  const data = await mkdtemp(join(tmpdir(), 'warder-feed-'))
  t.after(() => rm(data, { recursive: true, force: true }))
  const running = await server(data)
  t.after(() => running.process.kill('SIGKILL'))
  const address = `${running.url}/oauth/revocations`
  const etag = (await fetch(address)).headers.get('etag') ?? ''
  const waiting = fetch(address, { headers: { 'if-none-match': etag, prefer: 'wait=25' } })
  // Answered by the same process after the other was taken up.
  await fetch(`${running.url}/health`)
  const began = performance.now()
  running.process.kill('SIGTERM')
  assert.equal((await waiting).status, 304)
  assert.equal((await running.ended).code, 0)
  assert.ok(performance.now() - began < 8000)
})

test('the metadata names the feed', async () => {
  const warder = await startWarder()
  const metadata = await json(await warder.get('/.well-known/oauth-authorization-server'))
  assert.equal(metadata['revocation_feed'], 'https://id.example/oauth/revocations')
  await warder.close()
})
