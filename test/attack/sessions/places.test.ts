import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { mmdb, somePlaces } from '../../support/mmdb.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'
import { away, chrome, eventsOf, home, signInByCookie, withCookie } from './support.ts'

describe('with a database of places', () => {
  let warder: TestWarder
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'warder-places-'))
    await writeFile(join(folder, 'places.mmdb'), mmdb(somePlaces))
    warder = await startWarder({ 'session.hijack': 'revoke', place_database: join(folder, 'places.mmdb') })
    await warder.user()
  })
  after(async () => {
    await warder.close()
    await rm(folder, { recursive: true })
  })

  test('SE-13 a person who travels with one browser is not locked out by the strictest policy; the country is noted', async () => {
    const { cookie } = await signInByCookie(warder)
    for (const address of [away, away, '203.0.113.10', home])
      assert.equal((await withCookie(warder, '/auth/me', cookie, { address })).status, 200)
    const events = await eventsOf(warder, 'session.moved')
    assert.deepEqual(
      events.map(({ detail }) => detail),
      [{ changes: ['network', 'country'], policy: 'observe' }],
    )
  })

  test('SE-13 another browser in another country is another person', async () => {
    const { cookie } = await signInByCookie(warder)
    const from = { agent: chrome, address: away }
    assert.equal((await withCookie(warder, '/auth/me', cookie, from)).status, 401)
    const [event] = await eventsOf(warder, 'session.suspicious')
    assert.deepEqual(event?.detail['changes'], ['browser', 'network', 'country'])
  })

  test('the list and the page say where each session began', async () => {
    const { cookie } = await signInByCookie(warder)
    type List = { items: { current: boolean; device: string; place: unknown }[] }
    const { items } = await json<List>(await withCookie(warder, '/auth/sessions', cookie))
    const mine = items.find(({ current }) => current)
    assert.deepEqual([mine?.device, mine?.place], ['Firefox on Linux', { country: 'US', city: 'New York' }])
    const page = await (await withCookie(warder, '/account/sessions', cookie)).text()
    assert.match(page, /New York, United States/)
  })
})
