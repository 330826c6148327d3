import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { bulkOf, directoryOf, patch, type Directory } from '../../support/programs/scim.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const manager = (value: string) => ({ [enterprise]: { manager: { value } } })

onEveryDatabase('RFC 7644 §3.7 many operations in one request', (warder) => {
  let directory: Directory
  before(async () => (directory = await directoryOf(warder)))

  const post = (bulkId: string, more: object = {}) => ({
    method: 'POST',
    path: '/Users',
    bulkId,
    data: { userName: `${bulkId}@bulk.example`, ...more },
  })
  const shown = async (location: string | undefined) =>
    (await directory.call('GET', new URL(location ?? '').pathname.replace('/scim/v2', ''))).body

  test('§3.7 each is answered with its status, where it is and which state that is', async () => {
    const old = await directory.user('old@bulk.example')
    const gone = await directory.user('gone@bulk.example')
    const group = await directory.group('Bulk')
    const { status, body, results } = await bulkOf(directory, [
      post('new'),
      { method: 'PUT', path: `/Users/${old}`, data: { userName: 'old@bulk.example', title: 'Countess' } },
      { method: 'PATCH', path: `/Users/${old}`, data: patch({ op: 'add', path: 'title', value: 'Lady' }) },
      {
        method: 'PATCH',
        path: `/Groups/${group}`,
        data: patch({ op: 'add', path: 'members', value: [{ value: old }] }),
      },
      { method: 'DELETE', path: `/Users/${gone}` },
    ])
    assert.equal(status, 200)
    assert.deepEqual(body['schemas'], ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'])
    assert.deepEqual(
      results.map((one) => [one.method, one.status, one.bulkId, one.version, one.response]),
      [
        ['POST', '201', 'new', 'W/"1"', undefined],
        ['PUT', '200', undefined, 'W/"2"', undefined],
        ['PATCH', '200', undefined, 'W/"3"', undefined],
        ['PATCH', '204', undefined, 'W/"2"', undefined],
        ['DELETE', '204', undefined, undefined, undefined],
      ],
    )
    assert.equal((await shown(results[0]?.location))['userName'], 'new@bulk.example')
    assert.equal((await shown(results[1]?.location))['title'], 'Lady')
    assert.equal((await directory.call('GET', `/Users/${gone}`)).status, 404)
    assert.equal(results[4]?.location, `https://id.example/scim/v2/Users/${gone}`)
  })

  test('§3.7 what is wrong with one is told of it, as a single request would, and the others are done', async () => {
    const { results } = await bulkOf(directory, [
      post('right'),
      { ...post('twice'), data: { userName: 'right@bulk.example' } },
      { method: 'PATCH', path: '/Users/usr_nobody', data: patch({ op: 'remove', path: 'title' }) },
      { method: 'GET', path: '/Users/usr_nobody' },
      { method: 'POST', path: '/Bulk', bulkId: 'within', data: { Operations: [] } },
      post('last', { emails: [{ value: 'no address' }] }),
      'nonsense',
      post('also'),
    ])
    assert.deepEqual(
      results.map(({ status, response }) => [status, response?.['scimType'], response?.['status']]),
      [
        ['201', undefined, undefined],
        ['409', 'uniqueness', '409'],
        ['404', undefined, '404'],
        ['400', 'invalidSyntax', '400'],
        ['400', 'invalidPath', '400'],
        ['400', 'invalidValue', '400'],
        ['400', 'invalidSyntax', '400'],
        ['201', undefined, undefined],
      ],
    )
    assert.equal(results[1]?.location, undefined, 'nothing was made')
    assert.equal(results[2]?.location, 'https://id.example/scim/v2/Users/usr_nobody')
  })

  test('§3.7 an operation is about the state that it names (§3.14)', async () => {
    const id = await directory.user('state@bulk.example')
    const change = { method: 'PATCH', path: `/Users/${id}`, version: 'W/"1"' }
    const { results } = await bulkOf(directory, [
      { ...change, data: patch({ op: 'add', path: 'title', value: 'a' }) },
      { ...change, data: patch({ op: 'add', path: 'title', value: 'b' }) },
      { method: 'DELETE', path: `/Users/${id}`, version: 'W/"1"' },
    ])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['200', '412', '412'],
    )
    assert.equal((await directory.call('GET', `/Users/${id}`)).body['title'], 'a')
  })

  test('§3.7.2 a group has as members those whom a later operation makes', async () => {
    const group = { displayName: 'Forward', members: [{ value: 'bulkId:first' }, { value: 'bulkId:second' }] }
    const { results } = await bulkOf(directory, [
      { method: 'POST', path: '/Groups', bulkId: 'group', data: group },
      post('first', manager('bulkId:second')),
      post('second'),
      {
        method: 'PATCH',
        path: '/Groups/bulkId:group',
        data: patch({ op: 'remove', path: 'members', value: [{ value: 'bulkId:first' }] }),
      },
    ])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['201', '201', '201', '204'],
    )
    const [made, first, second] = await Promise.all(results.slice(0, 3).map((one) => shown(one.location)))
    const members = made?.['members'] as { value: string }[] | undefined
    assert.deepEqual(
      members?.map(({ value }) => value),
      [second?.['id']],
    )
    assert.deepEqual(first?.[enterprise], { manager: { value: second?.['id'] } })
  })

  test('§3.7.1 people who are each the manager of the other are made together', async () => {
    const { results } = await bulkOf(directory, [
      post('one', manager('bulkId:two')),
      post('two', manager('bulkId:one')),
      post('self', manager('bulkId:self')),
    ])
    assert.deepEqual(
      results.map(({ status, version }) => [status, version]),
      Array.from({ length: 3 }, () => ['201', 'W/"1"']),
    )
    const [one, two, self] = await Promise.all(results.map(({ location }) => shown(location)))
    assert.deepEqual(one?.[enterprise], { manager: { value: two?.['id'] } })
    assert.deepEqual(two?.[enterprise], { manager: { value: one?.['id'] } })
    assert.deepEqual(self?.[enterprise], { manager: { value: self?.['id'] } })
  })

  test('§3.7.1 of a circle all are made or none, and what needs one that failed is a conflict', async () => {
    await directory.user('there@bulk.example')
    const { results } = await bulkOf(directory, [
      post('half', manager('bulkId:there')),
      post('there', manager('bulkId:half')),
      post('needs', manager('bulkId:half')),
      { method: 'DELETE', path: '/Users/bulkId:there' },
      post('unknown', manager('bulkId:nobody')),
    ])
    assert.deepEqual(
      results.map(({ status, response }) => [status, response?.['scimType']]),
      [
        ['409', undefined],
        ['409', 'uniqueness'],
        ['409', undefined],
        ['409', undefined],
        ['400', 'invalidValue'],
      ],
    )
    assert.match(String(results[0]?.response?.['detail']), /bulkId there/)
    const found = await directory.call('GET', '/Users?filter=userName eq "half@bulk.example"')
    assert.equal(found.body['totalResults'], 0)
  })

  test('§3.7.3 behind as many errors as are too many nothing more is done', async () => {
    const wrong = (bulkId: string) => post(bulkId, { emails: [{ value: 'no address' }] })
    const operations = [wrong('e1'), post('between'), wrong('e2'), post('after')]
    const { results } = await bulkOf(directory, operations, { failOnErrors: 2 })
    assert.deepEqual(
      results.map(({ bulkId, status }) => [bulkId, status]),
      [
        ['e1', '400'],
        ['between', '201'],
        ['e2', '400'],
      ],
    )
    const found = await directory.call('GET', '/Users?filter=userName eq "after@bulk.example"')
    assert.equal(found.body['totalResults'], 0)
  })

  test('RFC 7644 §3.7.4 as many operations and bytes as the configuration says, and no more', async () => {
    const { body } = await directory.call('GET', '/ServiceProviderConfig')
    const { supported, maxOperations, maxPayloadSize } = body['bulk'] as Record<string, number>
    assert.equal(supported, true)
    const remove = { method: 'DELETE', path: '/Users/usr_nobody' }
    const many = await bulkOf(
      directory,
      Array.from({ length: Number(maxOperations) }, () => remove),
    )
    assert.equal(many.results.length, maxOperations)
    const more = await bulkOf(
      directory,
      Array.from({ length: Number(maxOperations) + 1 }, () => remove),
    )
    assert.deepEqual([more.status, more.body['status'], more.results.length], [413, '413', 0])
    assert.match(String(more.body['detail']), /maxOperations/)

    const padded = (bytes: number) => {
      const text = JSON.stringify({ Operations: [remove], pad: '' })
      return text.replace('"pad":""', `"pad":"${'a'.repeat(bytes - text.length)}"`)
    }
    assert.equal((await directory.call('POST', '/Bulk', padded(Number(maxPayloadSize)))).status, 200)
    const large = await directory.call('POST', '/Bulk', padded(Number(maxPayloadSize) + 1))
    assert.deepEqual([large.status, large.body['status']], [413, '413'])
    assert.match(String(large.body['detail']), new RegExp(String(maxPayloadSize)))
  })

  test('RFC 7644 §3.7.4 no operation is larger than a single request may be', async () => {
    const { results } = await bulkOf(directory, [
      post('large', { title: 'a'.repeat(65_536) }),
      post('small', { title: 'a' }),
    ])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['413', '201'],
    )
  })
})
