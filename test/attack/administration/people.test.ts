import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { administrator } from '../../support/people/administrators.ts'
import { linkTo } from '../../support/people/programs.ts'
import { goodPassword, json } from '../../support/warder.ts'

type Person = { id: string; email: string; full_name: string; roles: string[]; disabled: boolean }
type Page<T> = { items: T[]; next_cursor: string | null }
let people = 0
const numbers = (found: number[]) => found.sort((a, b) => a - b)
const fresh = () => `person-${++people}@example.com`

onEveryDatabase('people, by whoever administers', (warder) => {
  const events = (subject: string) =>
    warder.app.db
      .selectFrom('audit_event')
      .selectAll()
      .where('subject', '=', subject)
      .orderBy('seq')
      .execute()

  test('one is made, shown, changed, disabled, enabled and deleted, and the audit says by whom', async () => {
    const ada = await administrator(warder)
    const email = fresh()
    const { id } = await ada.ask<Person>('POST', '/users', 201, {
      email,
      full_name: 'Bob',
      password: goodPassword,
    })
    const path = `/users/${id}`
    await warder.tokens(email)

    const changed = await ada.call('PATCH', path, { full_name: 'Robert' }, await ada.state(path))
    assert.equal((await json<Person>(changed)).full_name, 'Robert')
    assert.equal((await ada.ask<Person>('POST', `${path}/disable`, 200)).disabled, true)
    assert.equal((await warder.post('/auth/login', { email, password: goodPassword })).status, 401)
    assert.equal((await ada.ask<Person>('POST', `${path}/enable`, 200)).disabled, false)
    const told = await events(id)
    for (const type of ['user.created', 'user.updated', 'user.disabled', 'user.enabled'])
      assert.equal(told.find((event) => event.type === type)?.actor, ada.id, type)
    assert.ok(told.every(({ detail }) => !detail.includes(goodPassword)))

    assert.equal((await ada.call('DELETE', path, undefined, await ada.state(path))).status, 204)
    await ada.ask('GET', path, 404)
  })

  test('RFC 9110 §13.1.1 a change names the state that was read: none is 428, another is 412, and of two at once one is made', async () => {
    const ada = await administrator(warder)
    const { id } = await warder.user(fresh())
    const path = `/users/${id}`
    assert.equal((await ada.call('PATCH', path, { full_name: 'A' })).status, 428)
    assert.equal((await ada.call('DELETE', path)).status, 428)
    const state = await ada.state(path)
    const both = await Promise.all(
      ['A', 'B'].map((full_name) => ada.call('PATCH', path, { full_name }, state)),
    )
    assert.deepEqual(numbers(both.map(({ status }) => status)), [200, 412])
    assert.equal((await ada.call('DELETE', path, undefined, state)).status, 412)
    assert.equal((await ada.call('PATCH', path, { full_name: 'C' }, { 'if-match': '*' })).status, 200)
  })

  test('a list is paged to its end without a gap, and searched by the beginning of an address', async () => {
    const ada = await administrator(warder)
    for (const name of ['search-c', 'search-a', 'search-b']) await warder.user(`${name}@example.com`)
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<Person> = await ada.ask('GET', `/users?limit=2${cursor && `&cursor=${cursor}`}`, 200)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next_cursor
    }
    const rows = await warder.app.db.selectFrom('user').select('id').orderBy('id').execute()
    assert.deepEqual(
      seen,
      rows.map(({ id }) => id),
    )

    const first = await ada.ask<Page<Person>>('GET', '/users?email=SEARCH-&limit=2', 200)
    assert.deepEqual(
      first.items.map(({ email }) => email),
      ['search-a@example.com', 'search-b@example.com'],
    )
    const next = await ada.ask<Page<Person>>(
      'GET',
      `/users?email=search-&limit=2&cursor=${first.next_cursor}`,
      200,
    )
    assert.deepEqual(
      next.items.map(({ email }) => email),
      ['search-c@example.com'],
    )
    assert.equal(next.next_cursor, null)
    await ada.ask('GET', '/users?cursor=usr_%27', 400)
  })

  test('an Idempotency-Key makes one person of ten calls, and another body is 422', async () => {
    const ada = await administrator(warder)
    const input = { email: fresh(), full_name: 'Bob' }
    const send = (body: object) => ada.call('POST', '/users', body, { 'idempotency-key': 'one' })
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(input)))
    assert.deepEqual(numbers(answers.map(({ status }) => status)), [...Array<number>(9).fill(200), 201])
    const made = await Promise.all(answers.map((answer) => json<Person>(answer)))
    assert.equal(new Set(made.map(({ id }) => id)).size, 1)
    assert.equal((await send({ ...input, email: fresh() })).status, 422)
  })

  test('an invitation is mailed, and its link is told to its owner alone', async () => {
    const ada = await administrator(warder)
    const email = fresh()
    const invited = await ada.call('POST', '/users', { email, invite: true }, { 'idempotency-key': 'two' })
    assert.equal(invited.status, 201)
    const token = await linkTo(warder, email, '/invite')
    assert.ok(token && !(await invited.text()).includes(token))
    const again = await ada.call('POST', '/users', { email, invite: true }, { 'idempotency-key': 'two' })
    assert.deepEqual([again.status, (await json<Person>(again)).email], [200, email])
    await ada.ask('POST', '/users', 400, { email, invite: true, password: goodPassword })
  })

  test('somebody is signed out of one place, or of all, and locked down', async () => {
    const ada = await administrator(warder)
    const email = fresh()
    const { id } = await warder.user(email)
    const [one, two] = [await warder.tokens(email), await warder.tokens(email)]
    const me = async ({ access_token }: { access_token: string }) =>
      (await warder.get('/auth/me', { authorization: `Bearer ${access_token}` })).status
    const { items } = await ada.ask<Page<{ id: string }>>('GET', `/users/${id}/sessions`, 200)
    assert.equal(items.length, 2)
    await ada.ask('DELETE', `/sessions/${items[1]?.id}`, 204)
    await ada.ask('DELETE', `/sessions/${items[1]?.id}`, 404)
    assert.deepEqual(numbers([await me(one), await me(two)]), [200, 401])
    await ada.ask('DELETE', `/users/${id}/sessions`, 204)
    assert.deepEqual([await me(one), await me(two)], [401, 401])
    for (const event of (await events(id)).filter(({ type }) => type === 'session.revoked'))
      assert.equal(event.actor, ada.id)

    await ada.ask('POST', `/users/${id}/lock-down`, 200, { since: '2027-01-01T00:00:00Z' })
    assert.notEqual((await warder.post('/auth/login', { email, password: goodPassword })).status, 200)
    await ada.ask('POST', `/users/${id}/lock-down`, 400, { since: 'yesterday' })
  })

  test('what cannot be undone, and what gives somebody power, is done by somebody who has just shown who they are', async () => {
    const ada = await administrator(warder)
    const { id } = await warder.user(fresh())
    warder.clock.now += 301
    await ada.ask('GET', `/users/${id}`, 200)
    await ada.ask('POST', `/users/${id}/disable`, 200)
    for (const [method, path, body] of [
      ['POST', '/users', { email: fresh() }],
      ['DELETE', `/users/${id}`, undefined],
      ['PATCH', `/users/${id}`, { email: fresh() }],
      ['POST', `/users/${id}/enable`, undefined],
      ['POST', '/roles', { name: 'late', permissions: [] }],
      ['POST', '/roles/admin/members', { user_id: id }],
    ] as const) {
      const answer = await ada.call(method, path, body, { 'if-match': '*' })
      assert.deepEqual(
        [answer.status, (await json(answer))['code']],
        [401, 'insufficient_user_authentication'],
        path,
      )
    }
  })
})
