import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { program } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

type Event = {
  id: string
  type: string
  sentence: string
  outcome: string
  time: string
  device: string | null
  address: string | null
}
type List = { items: Event[]; next_cursor: string | null }

describe('what happened with an account', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder()))
  after(() => warder.close())

  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  async function wrongPassword(email: string): Promise<void> {
    const body = JSON.stringify({ email, password: 'not the right one at all' })
    const headers = {
      'content-type': 'application/json',
      'content-length': String(body.length),
      'user-agent': firefox,
    }
    await warder.request('/auth/login', { method: 'POST', body, headers }, '203.0.113.9')
  }

  test('is read newest first, with device and address, and says only what concerns the person', async () => {
    const { id } = await warder.user('ada@example.com')
    await warder.user('bob@example.com')
    await wrongPassword('ada@example.com')
    await warder.tokens('bob@example.com')
    const me = await program(warder, 'ada@example.com')
    const { items, next_cursor } = await json<List>(await me.get('/auth/me/events'))
    assert.deepEqual(
      items.map(({ type, outcome }) => [type, outcome]),
      [
        ['session.opened', 'succeeded'],
        ['sign_in.password', 'refused'],
      ],
    )
    const { id: event, ...refused } = items[1] as Event
    assert.match(event, /^evt_\d+$/)
    assert.deepEqual(refused, {
      type: 'sign_in.password',
      sentence: 'Tried to sign in with a wrong password',
      outcome: 'refused',
      time: '2027-01-15T08:00:00Z',
      device: 'Firefox on Linux',
      address: '203.0.113.9',
      place: null,
    })
    assert.equal(next_cursor, null)
    const all = await warder.app.db
      .selectFrom('audit_event')
      .select('type')
      .where('subject', '=', id)
      .execute()
    assert.ok(
      all.some(({ type }) => type === 'user.created'),
      'operators see more',
    )
  })

  test('is paged, each event once, and no other place is taken for a cursor', async () => {
    await warder.user('alice@example.com')
    for (let i = 0; i < 4; i++) await wrongPassword('alice@example.com')
    const me = await program(warder, 'alice@example.com')
    const seen: string[] = []
    let cursor = ''
    for (const expected of [2, 2, 1]) {
      const { items, next_cursor } = await json<List>(await me.get(`/auth/me/events?limit=2${cursor}`))
      assert.equal(items.length, expected)
      seen.push(...items.map(({ id }) => id))
      cursor = `&cursor=${next_cursor}`
    }
    assert.equal(cursor, '&cursor=null')
    assert.equal(new Set(seen).size, 5)
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'cursor=x', "cursor=evt_1'--", 'cursor=evt_-1'])
      assert.equal((await me.get(`/auth/me/events?${query}`)).status, 400, query)
  })

  test('does not tell where an administrator was who did it', async () => {
    const { id } = await warder.user('mallory@example.com')
    await setUserDisabled(warder.operator, id, true)
    await setUserDisabled(warder.operator, id, false)
    await warder.app.db
      .insertInto('audit_event')
      .values({
        time: warder.clock.now,
        type: 'user.password_change_required',
        outcome: 'succeeded',
        tenant_id: 'ten_default',
        actor: 'usr_admin',
        subject: id,
        client_id: null,
        session_id: null,
        request_id: 'req_1',
        address: '198.51.100.1',
        user_agent: firefox,
        detail: '{}',
      })
      .execute()
    const me = await program(warder, 'mallory@example.com')
    const { items } = await json<List>(await me.get('/auth/me/events'))
    const asked = items.find(({ type }) => type === 'user.password_change_required')
    assert.deepEqual([asked?.device, asked?.address], [null, null])
    assert.doesNotMatch(JSON.stringify(items), /198\.51\.100\.1/)
  })

  test('LP-04 tells where somebody was who calls their request the operator’s', async () => {
    const { id, email } = await warder.user('fay@example.com')
    await setUserDisabled(warder.operator, id, true)
    await setUserDisabled(warder.operator, id, false)
    const events = warder.app.db.selectFrom('audit_event').select('request_id').where('subject', '=', id)
    const body = JSON.stringify({ email, password: goodPassword })
    for (const { request_id } of await events.execute()) {
      const sized = { 'content-type': 'application/json', 'content-length': String(body.length) }
      const headers = { ...sized, 'user-agent': firefox, 'x-request-id': request_id }
      await warder.request('/auth/login', { method: 'POST', body, headers }, '198.51.100.9')
    }
    const { items } = await json<List>(await (await program(warder, email)).get('/auth/me/events'))
    const signedIn = items.filter(({ type, device }) => type === 'session.opened' && device !== null)
    assert.equal(signedIn.length, 4, 'three by Mallory, one here')
  })

  test('has a page, of which the security page shows the latest five', async () => {
    await warder.user('other-ada@example.com')
    const browser = warder.browser()
    const fields = { email: 'other-ada@example.com', password: goodPassword }
    for (let i = 0; i < 60; i++) await warder.tokens('other-ada@example.com')
    await browser.submit(await browser.open('/login'), '/login', fields)
    const rows = (html: string) => html.split('<div class="row">').length - 1
    const security = await browser.open('/account/security')
    assert.equal(rows(security.html), 5)
    assert.match(security.html, /href="\/account\/activity"/)
    const first = await browser.open('/account/activity')
    assert.equal(rows(first.html), 50)
    const older = /href="(\/account\/activity\?cursor=evt_\d+)"/.exec(first.html)?.[1] ?? ''
    const second = await browser.open(older)
    assert.ok(rows(second.html) > 10)
    assert.equal((await browser.open('/account/activity?cursor=evt_x')).status, 400)
  })
})
