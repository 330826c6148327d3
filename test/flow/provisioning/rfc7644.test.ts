import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { directoryOf, patch, type Directory } from '../../support/programs/scim.ts'
import { startWarder } from '../../support/warder.ts'
import { stores } from '../../support/services.ts'

const add = (value: string) => patch({ op: 'add', path: 'ims', value: [{ value }] })

onEveryDatabase('RFC 7644', (warder) => {
  let directory: Directory
  before(async () => (directory = await directoryOf(warder)))

  test('§3.14 a change of another state than the one that was read is refused, and changes nothing', async () => {
    const id = await directory.user('state@example.com')
    const group = await directory.group('State')
    for (const [path, body, change] of [
      [`/Users/${id}`, { userName: 'state@example.com' }, patch({ op: 'add', path: 'title', value: 'a' })],
      [
        `/Groups/${group}`,
        { displayName: 'State' },
        patch({ op: 'replace', path: 'displayName', value: 'b' }),
      ],
    ] as const) {
      const first = (await directory.call('GET', path)).headers.get('etag') ?? ''
      assert.match(first, /^W\/"/)
      const changed = await directory.call('PATCH', path, change, { 'if-match': first })
      assert.ok([200, 204].includes(changed.status), String(changed.status))
      const second = changed.headers.get('etag') ?? ''
      assert.notEqual(second, first)
      assert.equal((await directory.call('GET', path)).headers.get('etag'), second)
      for (const [method, sent] of [
        ['PUT', body],
        ['PATCH', change],
        ['DELETE', undefined],
      ] as const) {
        const answer = await directory.call(method, path, sent, { 'if-match': first })
        assert.deepEqual([answer.status, answer.body['status']], [412, '412'], method)
      }
      assert.equal((await directory.call('GET', path, undefined, { 'if-none-match': second })).status, 304)
      assert.equal((await directory.call('GET', path, undefined, { 'if-none-match': first })).status, 200)
      assert.equal((await directory.call('PUT', path, body, { 'if-match': '*' })).status, 200)
      const last = (await directory.call('GET', path)).headers.get('etag') ?? ''
      assert.equal((await directory.call('DELETE', path, undefined, { 'if-match': last })).status, 204)
    }
  })

  test('§3.5.2 of many changes at once none is lost', async () => {
    const id = await directory.user('many@example.com')
    const group = await directory.group('Many')
    const people = await Promise.all(
      Array.from({ length: 8 }, (_, at) => directory.user(`many-${at}@example.com`)),
    )
    const answers = await Promise.all(
      people.flatMap((member, at) => [
        directory.call(
          'PATCH',
          `/Users/${id}`,
          patch({ op: 'add', path: 'ims', value: [{ value: `im-${at}` }] }),
        ),
        directory.call(
          'PATCH',
          `/Groups/${group}`,
          patch({ op: 'add', path: 'members', value: [{ value: member }] }),
        ),
      ]),
    )
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200, 204]))
    const { body } = await directory.call('GET', `/Users/${id}`)
    assert.equal((body['ims'] as object[]).length, 8)
    assert.equal((body['meta'] as { version: string }).version, 'W/"9"')
    const { body: found } = await directory.call('GET', `/Groups/${group}`)
    assert.equal((found['members'] as object[]).length, 8)
  })

  test('§3.5.2 a PATCH is done whole or not at all', async () => {
    const id = await directory.user('whole@example.com')
    const operations = patch(
      { op: 'replace', path: 'title', value: 'a' },
      { op: 'replace', path: 'nothing', value: 'b' },
    )
    const answer = await directory.call('PATCH', `/Users/${id}`, operations)
    assert.deepEqual([answer.status, answer.body['scimType']], [400, 'invalidPath'])
    assert.equal((await directory.call('GET', `/Users/${id}`)).body['title'], undefined)
  })

  test('§3.4.2.3 and §3.4.2.4: an order, and the part of a list that is asked for', async () => {
    const other = await directoryOf(warder, { name: 'Sorted' })
    for (const name of ['b', 'C', 'a'])
      await other.user(`${name}@sorted.example`, { title: name === 'a' ? undefined : name })
    const names = async (query: string) =>
      ((await other.call('GET', `/Users?${query}`)).body['Resources'] as { userName: string }[]).map(
        ({ userName }) => userName[0],
      )
    assert.deepEqual(await names('sortBy=userName'), ['a', 'b', 'C'])
    assert.deepEqual(await names('sortBy=userName&sortOrder=descending'), ['C', 'b', 'a'])
    assert.deepEqual(await names('sortBy=title'), ['b', 'C', 'a'], 'what has no value comes last')
    assert.deepEqual(await names('sortBy=title&sortOrder=descending'), ['a', 'C', 'b'])
    assert.deepEqual(await names('sortBy=emails.value&startIndex=2&count=1').then((found) => found.length), 1)
    assert.deepEqual(await names('sortBy=userName&startIndex=2&count=1'), ['b'])
    assert.equal((await other.call('GET', '/Users?sortBy=nothing')).body['scimType'], 'invalidPath')
    assert.equal((await other.call('GET', '/Users?count=0')).body['totalResults'], 3)
    assert.equal((await other.call('GET', '/Users?count=x')).body['scimType'], 'invalidValue')
  })

  test('§3.4.3 a search by a body, and §3.9 the attributes that are asked for', async () => {
    const id = await directory.user('search@example.com', { title: 'Countess' })
    const search = {
      filter: 'userName eq "search@example.com"',
      attributes: ['title'],
      startIndex: 1,
      count: 5,
    }
    const { body } = await directory.call('POST', '/Users/.search', search)
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
    assert.deepEqual(body['Resources'], [{ schemas, id, title: 'Countess' }])
    assert.equal((await directory.call('POST', '/Groups/.search', {})).status, 200)
    const one = await directory.call('GET', `/Users/${id}?attributes=title`)
    assert.deepEqual(one.body, { schemas, id, title: 'Countess' })
    const both = await directory.call('GET', `/Users/${id}?attributes=title&excludedAttributes=name`)
    assert.deepEqual(both.body, one.body)
  })

  test('§3.4.3 a search at the root goes through people and groups, part by part', async () => {
    const own = await directoryOf(warder)
    const people = [await own.user('ada@root.example'), await own.user('bob@root.example')].toSorted()
    const group = await own.group('Root')
    const all = await own.call('POST', '/.search', {})
    const ids = (answer: { body: Record<string, unknown> }) =>
      (answer.body['Resources'] as { id: string }[]).map(({ id }) => id)
    assert.deepEqual([ids(all), all.body['totalResults']], [[...people, group], 3])
    for (const start of [1, 2, 3]) {
      const one = await own.call('POST', '/.search', { startIndex: start, count: 1 })
      assert.deepEqual([ids(one), one.body['totalResults']], [[ids(all)[start - 1]], 3])
      assert.equal(one.body['startIndex'], start)
    }
    const past = await own.call('POST', '/.search', { startIndex: 4, count: 1 })
    assert.deepEqual([ids(past), past.body['totalResults']], [[], 3])
    const named = await own.call('POST', '/.search', { filter: 'userName eq "ada@root.example"' })
    assert.equal(named.body['totalResults'], 1, 'no group has a userName')
    const groups = await own.call('POST', '/.search', { filter: 'displayName eq "Root"' })
    assert.deepEqual(ids(groups), [group])
    for (const wrong of [{ filter: 'nothing eq 1' }, { filter: '((' }, { sortBy: 'id' }, { cursor: 'x' }])
      assert.equal((await own.call('POST', '/.search', wrong)).status, 400, JSON.stringify(wrong))
    assert.equal((await own.call('GET', '/.search')).status, 405)
  })

  test('§3.12 and §8.1: errors are documents of SCIM, whatever went wrong', async () => {
    // oxfmt-ignore
    const table: [what: string, method: string, path: string, body: unknown, status: number, scimType: string | undefined, type?: string][] = [
      ['no JSON',          'POST',  '/Users',      '{',                        400, 'invalidSyntax'],
      ['no object',        'POST',  '/Users',      [],                         400, 'invalidSyntax'],
      ['no userName',      'POST',  '/Users',      { title: 'a' },             400, 'invalidValue'],
      ['no address',       'POST',  '/Users',      { userName: 'a' },          400, 'invalidValue'],
      ['an unseen name',   'POST',  '/Users',      { userName: 'a@b.example', displayName: 'a\u0007b' }, 400, 'invalidValue'],
      ['no operations',    'PATCH', '/Users/x',    {},                         400, 'invalidSyntax'],
      ['nobody',           'GET',   '/Users/x',    undefined,                  404, undefined],
      ['nothing there',    'GET',   '/Nothing',    undefined,                  404, undefined],
      ['another method',   'POST',  '/Schemas',    {},                         405, undefined],
      ['another type',     'POST',  '/Users',      'a=b',                      415, undefined, 'text/plain'],
      ['too much',         'POST',  '/Users',      `{"a":"${'a'.repeat(70_000)}"}`, 413, undefined],
    ]
    for (const [what, method, path, body, status, scimType, type] of table) {
      const answer = await directory.call(method, path, body, type ? { 'content-type': type } : {})
      assert.deepEqual(
        [answer.status, answer.body['scimType'], answer.body['status']],
        [status, scimType, String(status)],
        what,
      )
      assert.deepEqual(answer.body['schemas'], ['urn:ietf:params:scim:api:messages:2.0:Error'], what)
      assert.equal(answer.headers.get('content-type'), 'application/scim+json', what)
    }
    const plain = await directory.call(
      'POST',
      '/Users',
      { userName: 'json@example.com' },
      { 'content-type': 'application/json' },
    )
    assert.equal(plain.status, 201)
  })

  test('§4 what the server says of itself', async () => {
    for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/ResourceTypes/User', '/Schemas'])
      assert.equal((await directory.call('GET', path)).status, 200, path)
    const schema = await directory.call('GET', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User')
    assert.equal(schema.body['name'], 'User')
    assert.equal((await directory.call('GET', '/Schemas/nothing')).status, 404)
  })
})

for (const [kind, fresh] of stores()) {
  describe(`two servers on one ${kind}`, () => {
    test('of changes at both none is lost, and of two with the same state one is refused', async (t) => {
      const store = await fresh()
      const settings = { database_url: store.url }
      const [one, two] = [await startWarder(settings), await startWarder(settings)]
      t.after(async () => {
        await Promise.all([one.close(), two.close()])
        await store.drop()
      })
      const first = await directoryOf(one)
      const { callsOf } = await import('../../support/programs/scim.ts')
      const second = callsOf(two, first.token)
      const id = await first.user('both@example.com')
      await Promise.all(
        Array.from({ length: 10 }, (_, at) =>
          (at % 2 ? first : second).call('PATCH', `/Users/${id}`, add(`a${at}`)),
        ),
      )
      const { body, headers } = await first.call('GET', `/Users/${id}`)
      assert.equal((body['ims'] as object[]).length, 10)
      const state = { 'if-match': headers.get('etag') ?? '' }
      const answers = await Promise.all(
        [first, second].map((at) =>
          at.call('PATCH', `/Users/${id}`, patch({ op: 'remove', path: 'ims' }), state),
        ),
      )
      assert.deepEqual(answers.map(({ status }) => String(status)).toSorted(), ['200', '412'])
    })
  })
}
