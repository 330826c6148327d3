import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import { findUser } from '../../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { administrator, type Administrator } from '../../support/people/administrators.ts'
import { goodPassword, json } from '../../support/warder.ts'
import { foreignHash, linesOf } from '../../flow/transfer/support.ts'

type Report = { people: number; refused: number; refusals: { line: number; reason: string }[] }
let count = 0
const fresh = () => `someone-${++count}@example.com`

onEveryDatabase('people in and out by administrators', (warder) => {
  const send = (ada: Administrator, body: string, query = '', type = 'application/x-ndjson') =>
    warder.request(`/api/admin/import${query}`, {
      method: 'POST',
      body,
      headers: { 'content-type': type, authorization: `Bearer ${ada.access_token}` },
    })
  const report = async (answer: Response) => {
    assert.equal(answer.status, 200)
    return json<Report>(answer)
  }

  test('AD-01 need permissions of their own', async () => {
    const ada = await administrator(warder, ['users:read', 'users:write', 'users:verify'])
    assert.equal((await send(ada, '')).status, 403)
    assert.equal((await ada.call('GET', '/export')).status, 403)
  })

  test('AD-02 whoever may take in people verifies no address and gives no role by it', async () => {
    const ada = await administrator(warder, ['users:import'])
    const [plain, proved] = [fresh(), fresh()]
    const file = linesOf([
      { email: plain },
      { email: proved, email_verified: true },
      { email: fresh(), roles: ['admin'] },
      { kind: 'role', name: 'more', permissions: [] },
      { kind: 'client', client_id: 'cli_x', client_name: 'X', type: 'machine' },
    ])
    const { people, refusals } = await report(await send(ada, file))
    assert.equal(people, 1)
    assert.deepEqual(
      refusals.map(({ line, reason }) => [line, reason.split(' ').at(-1)]),
      [
        [2, 'users:verify'],
        [3, 'roles:write'],
        [4, 'roles:write'],
        [5, 'clients:write'],
      ].sort(([a], [b]) => Number(a) - Number(b)),
    )
    await assert.rejects(findUser(warder.operator, proved))
  })

  test('AD-02 whoever may not vouch for people knows no password of theirs when they prove their address', async () => {
    const mallory = await administrator(warder, ['users:import'])
    const email = fresh()
    const file = linesOf([{ email, password_hash: foreignHash }, { email }])
    const { people, refusals } = await report(await send(mallory, file))
    assert.deepEqual([people, refusals.map(({ line }) => line)], [1, [1]])
    await warder.post('/auth/magic/send', { email })
    const [, token] = /token=(wot_[\w-]{43})/.exec((await warder.inbox())[0]?.html ?? '') ?? []
    assert.equal((await warder.post('/auth/magic/verify', { token })).status, 200)
    assert.equal((await warder.post('/auth/login', { email, password: goodPassword })).status, 401)
  })

  test('AD-02 nobody gives by a file what they do not have', async () => {
    const ada = await administrator(warder, ['users:import', 'users:verify', 'roles:write', 'clients:write'])
    await createRole(warder.operator, { name: 'keeper', permissions: ['signing_keys:write'] })
    const scope = 'warder:signing_keys:write'
    const file = linesOf([
      { email: fresh(), roles: ['admin'] },
      { email: fresh(), roles: ['keeper'] },
      { kind: 'role', name: 'more', permissions: ['*'] },
      { kind: 'client', client_id: 'cli_more', client_name: 'X', type: 'machine', scope },
    ])
    const { people, refused } = await report(await send(ada, file))
    assert.deepEqual([people, refused], [0, 4])
  })

  test('an import makes people who sign in, and is told to whoever reads the audit', async () => {
    const ada = await administrator(warder)
    const email = fresh()
    const password_hash = foreignHash
    const file = linesOf([{ email, email_verified: true, password_hash }])
    assert.equal((await report(await send(ada, file, '?dry_run=true'))).people, 1)
    assert.equal((await warder.post('/auth/login', { email, password: goodPassword })).status, 401)
    assert.equal((await report(await send(ada, file))).people, 1)
    assert.equal((await warder.post('/auth/login', { email, password: goodPassword })).status, 200)
    const { items } = await ada.ask<{ items: { actor: string }[] }>('GET', '/audit?type=data.imported', 200)
    assert.equal(items[0]?.actor, ada.id)
  })

  test('DS-01 a file that is too long, compressed or of another kind is refused', async () => {
    const ada = await administrator(warder)
    assert.equal((await send(ada, 'x'.repeat(9 * 1024 * 1024))).status, 413)
    assert.equal((await send(ada, '{}', '', 'text/plain')).status, 415)
    assert.equal((await send(ada, '{}', '?from=firebase')).status, 400)
    assert.equal((await send(ada, 'shoe_size\n37\n', '?from=csv', 'text/csv')).status, 400)
  })

  test('DS-19 an administrator takes in no hash at which one guess keeps every tenant waiting', async () => {
    const ada = await administrator(warder)
    const [salt, hash] = ['c2FsdHNhbHQ', 'aGFzaGhhc2hoYXNoaGFzaA']
    const heavy = [
      `$argon2id$v=19$m=1048576,t=1,p=16$${salt}$${hash}`,
      `$argon2d$v=16$m=262144,t=5,p=1$${salt}$${hash}`,
      `$2b$14$${'a'.repeat(53)}`,
      `$pbkdf2-sha512$i=4000000$${salt}$${hash}`,
    ]
    const usual = [`$argon2id$v=19$m=65536,t=3,p=4$${salt}$${hash}`, `$2b$13$${'a'.repeat(53)}`]
    const people = (hashes: string[]) =>
      linesOf(hashes.map((password_hash) => ({ email: fresh(), email_verified: true, password_hash })))
    const { refusals } = await report(await send(ada, people(heavy)))
    assert.deepEqual(
      refusals.map(({ reason }) => reason),
      heavy.map(() => 'One guess at the hash takes too much; an operator takes it in by warder import'),
    )
    assert.equal((await report(await send(ada, people(usual)))).people, 2)
  })

  test('ST-06 an export has no hash in it, whoever asks', async () => {
    const ada = await administrator(warder)
    const answer = await ada.call('GET', '/export?with_hashes=true')
    assert.equal(answer.headers.get('content-type'), 'application/x-ndjson')
    const text = await answer.text()
    assert.match(text, /"kind":"user"/)
    assert.doesNotMatch(text, /argon2|\$2b\$|hash":"/)
  })
})
