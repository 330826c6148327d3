import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { revokeConnection } from '../../../packages/warder/src/scim/connections/connection.ts'
import { linkTo } from '../../support/people/programs.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { callsOf, directoryOf, type Directory } from '../../support/programs/scim.ts'
import { goodPassword } from '../../support/warder.ts'

onEveryDatabase('RFC 7644 §3.11 /Me', (warder) => {
  let directory: Directory
  let id: string
  let me: Directory['call']
  before(async () => {
    directory = await directoryOf(warder)
    id = await directory.user('me@example.com', { title: 'Countess', nickName: 'Ada' })
    me = await signedIn('me@example.com')
  })

  async function signedIn(email: string): Promise<Directory['call']> {
    await warder.post('/auth/forgot-password', { email })
    const token = await linkTo(warder, email, '/reset-password')
    await warder.post('/auth/reset-password', { token, password: goodPassword })
    return callsOf(warder, (await warder.tokens(email)).access_token).call
  }

  test('§3.11 tells a person what their directory has told of them, and where that is for the directory', async () => {
    const { status, body, headers } = await me('GET', '/Me')
    const theirs = await directory.call('GET', `/Users/${id}`)
    assert.deepEqual([status, body], [200, theirs.body])
    assert.equal(headers.get('location'), `https://id.example/scim/v2/Users/${id}`)
    assert.equal(headers.get('content-type'), 'application/scim+json')
    const seen = await me('GET', '/Me', undefined, { 'if-none-match': headers.get('etag') ?? '' })
    assert.equal(seen.status, 304)
    const asked = await me('GET', '/Me?attributes=title')
    assert.deepEqual(Object.keys(asked.body).toSorted(), ['id', 'schemas', 'title'])
  })

  test('§3.11 a directory is nobody: 501, and a token that ended is 401', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : {}
      const answer = await directory.call(method, '/Me', body)
      assert.deepEqual([answer.status, answer.body['status']], [501, '501'], method)
    }
    assert.equal((await callsOf(warder, 'wsc_unknown').call('GET', '/Me')).status, 401)
  })

  test('§3.11 nobody changes by it what is of their directory', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      assert.equal((await me(method, '/Me', { userName: 'mallory@example.com' })).status, 501, method)
    assert.equal((await directory.call('GET', `/Users/${id}`)).body['userName'], 'me@example.com')
  })

  test('§3.11 the token of a person opens /Me and nothing of the directory', async () => {
    for (const [method, path] of [
      ['GET', '/Users'],
      ['GET', `/Users/${id}`],
      ['POST', '/Bulk'],
      ['GET', '/Schemas'],
    ] as const)
      assert.equal((await me(method, path, method === 'POST' ? {} : undefined)).status, 401, path)
  })

  test('§3.11 nobody is there whom no directory looks after, any more or at all', async () => {
    await warder.user('own@example.com')
    const own = callsOf(warder, (await warder.tokens('own@example.com')).access_token)
    assert.equal((await own.call('GET', '/Me')).status, 404)
    const ending = await directoryOf(warder, { name: 'Ending' })
    await ending.user('left@example.com')
    const left = await signedIn('left@example.com')
    assert.equal((await left('GET', '/Me')).status, 200)
    await revokeConnection(warder.operator, ending.id)
    assert.equal((await left('GET', '/Me')).status, 404)
  })

  test('§3.11 whoever is disabled by their directory is let in no more', async () => {
    await directory.call('PATCH', `/Users/${id}`, {
      Operations: [{ op: 'replace', path: 'active', value: false }],
    })
    assert.equal((await me('GET', '/Me')).status, 401)
  })
})
