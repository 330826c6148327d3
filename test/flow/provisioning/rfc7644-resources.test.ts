import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { directoryOf, patch, type Directory } from '../../support/programs/scim.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const listOf = (body: Record<string, unknown>) => body['Resources'] as Record<string, unknown>[]

onEveryDatabase('RFC 7644, resource by resource', (warder) => {
  let directory: Directory
  let id: string
  before(async () => {
    directory = await directoryOf(warder)
    id = await directory.user('ada@example.com', { title: 'Countess' })
  })
  const get = (path: string) => directory.call('GET', path)

  test('§2 whoever has no token is told how to send one', async () => {
    const answer = await warder.request('/scim/v2/Users')
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer /)
    assert.equal(((await answer.json()) as { status: string }).status, '401')
    const inQuery = await warder.request(`/scim/v2/Users?access_token=${directory.token}`)
    assert.equal(inQuery.status, 401, 'an address is written down everywhere')
  })

  test('§3.1 and §3.8: both media types are read, and that of SCIM is answered', async () => {
    const types = ['application/scim+json', 'application/json; charset=utf-8', 'APPLICATION/SCIM+JSON']
    for (const [at, type] of types.entries()) {
      const body = { userName: `${at}@media.example` }
      const { status, headers } = await directory.call('POST', '/Users', body, { 'content-type': type })
      assert.deepEqual([status, headers.get('content-type')], [201, 'application/scim+json'], type)
    }
    const accepting = await directory.call('GET', `/Users/${id}`, undefined, { accept: 'application/json' })
    assert.equal(accepting.status, 200)
  })

  test('§3.3 what is made is answered whole, with where it is; a second of its name is a conflict', async () => {
    const body = { schemas: [core], userName: 'made@example.com', name: { givenName: 'Ada' } }
    const made = await directory.call('POST', '/Users', body)
    assert.equal(made.status, 201)
    assert.equal(made.headers.get('location'), (made.body['meta'] as { location: string }).location)
    assert.equal(made.headers.get('etag'), (made.body['meta'] as { version: string }).version)
    assert.deepEqual((await get(`/Users/${String(made.body['id'])}`)).body, made.body)
    const again = await directory.call('POST', '/Users', body)
    assert.deepEqual([again.status, again.body['status'], again.body['scimType']], [409, '409', 'uniqueness'])
  })

  test('§3.4.1 one resource, and 404 with a document for one that there is not', async () => {
    assert.equal((await get(`/Users/${id}`)).body['userName'], 'ada@example.com')
    for (const path of ['/Users/010101001010101011001010101011', '/Groups/x', `/Groups/${id}`]) {
      const { status, body } = await get(path)
      assert.deepEqual([status, body['status'], typeof body['detail']], [404, '404', 'string'], path)
    }
  })

  test('§3.4.2 a list is 200 also where nothing is found', async () => {
    const { status, body } = await get('/Users?filter=userName eq "nobody@example.com"')
    assert.deepEqual([status, body['totalResults'], body['Resources'], body['itemsPerPage']], [200, 0, [], 0])
    assert.deepEqual(body['schemas'], ['urn:ietf:params:scim:api:messages:2.0:ListResponse'])
  })

  // oxfmt-ignore
  const filters: [filter: string, found: number | string][] = [
    ['userName eq "ada@example.com"',                                     1],
    ['userName ne "ada@example.com" and title pr',                        0],
    ['userName co "DA@EX"',                                               1],
    ['userName sw "ada" and not (title eq "Lady")',                       1],
    ['not (userName sw "ada") and title pr',                              0],
    ['title ew "ess" and (active eq true or active eq false)',            1],
    ['title gt "Baron" and title lt "Duchess"',                           1],
    ['title ge "Countess" and title le "Countess"',                       1],
    ['meta.resourceType eq "User" and title pr',                          1],
    ['meta.created gt "2000-01-01T00:00:00Z" and title pr',               1],
    [`${core}:title eq "Countess"`,                                       1],
    ['name.familyName eq "x"',                                            0],
    ['emails[type eq "work"]',                                            0],
    ['title',                                                             'invalidFilter'],
    ['title eq Countess',                                                 'invalidFilter'],
    ['active gt true',                                                    'invalidFilter'],
    ['password pr',                                                       'invalidFilter'],
    ['title eq "a" and',                                                  'invalidFilter'],
  ]
  for (const [filter, expected] of filters) {
    test(`§3.4.2.2 and §3.10: ${filter}`, async () => {
      const { body } = await get(`/Users?filter=${encodeURIComponent(filter)}`)
      assert.equal(body['totalResults'] ?? body['scimType'], expected)
    })
  }

  test('§3.4.2.5 and §3.9: what is always shown, what only when nobody says otherwise', async () => {
    const names = async (query: string) => Object.keys((await get(`/Users/${id}?${query}`)).body).toSorted()
    assert.deepEqual(await names('attributes=title'), ['id', 'schemas', 'title'])
    assert.deepEqual(await names('attributes=meta.location'), ['id', 'meta', 'schemas'])
    assert.deepEqual(await names('attributes=password,nothing'), ['id', 'schemas'])
    const all = await names('')
    assert.deepEqual(
      await names('excludedAttributes=id,schemas,title'),
      all.filter((name) => name !== 'title'),
    )
    const made = await directory.call('POST', '/Users?attributes=userName', { userName: 'few@example.com' })
    assert.deepEqual(Object.keys(made.body).toSorted(), ['id', 'schemas', 'userName'])
    const changed = await directory.call(
      'PATCH',
      `/Users/${id}?attributes=title`,
      patch({ op: 'add', path: 'nickName', value: 'A' }),
    )
    assert.deepEqual(Object.keys(changed.body).toSorted(), ['id', 'schemas', 'title'])
    const { body } = await get('/Users?excludedAttributes=meta,emails&count=1')
    assert.ok(!('meta' in (listOf(body)[0] ?? {})))
  })

  test('§3.5.1 a PUT replaces what may be written, leaves what may not, and makes nothing', async () => {
    const before = (await get(`/Users/${id}`)).body
    const next = {
      ...before,
      id: 'other',
      meta: { version: 'x' },
      groups: [{ value: 'g' }],
      nickName: 'Augusta',
    }
    delete (next as Record<string, unknown>)['title']
    const { status, body } = await directory.call('PUT', `/Users/${id}`, next)
    assert.deepEqual([status, body['id'], body['nickName'], body['title']], [200, id, 'Augusta', undefined])
    assert.equal(body['groups'], undefined)
    const nobody = await directory.call('PUT', '/Users/usr_nobody', { userName: 'nobody@example.com' })
    assert.equal(nobody.status, 404)
    const incomplete = await directory.call('PUT', `/Users/${id}`, { title: 'a' })
    assert.deepEqual([incomplete.status, incomplete.body['scimType']], [400, 'invalidValue'])
  })

  test('§3.5.2 a change that changes nothing leaves the version and the time', async () => {
    const before = await get(`/Users/${id}`)
    const same = patch({ op: 'replace', path: 'nickName', value: before.body['nickName'] })
    const after = await directory.call('PATCH', `/Users/${id}`, same)
    assert.deepEqual([after.status, after.body['meta']], [200, before.body['meta']])
  })

  test('§3.6 what was deleted is not there for anything', async () => {
    const gone = await directory.user('gone@example.com')
    const group = await directory.group('Gone', [gone])
    assert.equal((await directory.call('DELETE', `/Users/${gone}`)).status, 204)
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const sent =
        method === 'PUT' ? { userName: 'gone@example.com' } : patch({ op: 'remove', path: 'title' })
      const answer = await directory.call(method, `/Users/${gone}`, method.startsWith('P') ? sent : undefined)
      assert.equal(answer.status, 404, method)
    }
    assert.equal((await get('/Users?filter=userName eq "gone@example.com"')).body['totalResults'], 0)
    assert.equal((await get(`/Groups/${group}`)).body['members'], undefined)
    assert.equal((await get(`/Groups?filter=members eq "${gone}"`)).body['totalResults'], 0)
    await directory.user('gone@example.com')
  })

  test('§3.13 the version stands in the address, and no other is there', async () => {
    for (const path of ['/scim/v1/Users', '/scim/Users', '/scim/v3/Users']) {
      const answer = await warder.request(path, { headers: { authorization: `Bearer ${directory.token}` } })
      assert.equal(answer.status, 404, path)
    }
  })

  test('§4 what the server says of itself takes no filter', async () => {
    for (const path of ['/ResourceTypes', '/Schemas']) {
      const { status, body } = await get(`${path}?filter=${encodeURIComponent('id eq "User"')}`)
      assert.deepEqual([status, body['status']], [403, '403'], path)
      assert.equal((await get(`${path}?count=1&startIndex=2`)).status, 200, 'and heeds nothing else')
    }
    assert.equal((await get('/ResourceTypes/Nothing')).status, 404)
  })
})
