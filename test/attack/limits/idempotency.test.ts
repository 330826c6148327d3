import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { newKeyPair, plainAgent } from '../../support/people/agents.ts'
import { keeper, root, type Keeper } from '../../support/people/service-accounts.ts'
import { administrator } from '../../support/people/administrators.ts'
import { goodPassword, json, startWarder } from '../../support/warder.ts'

type Made = { id: string; key?: string; secret?: string }

onEveryDatabase('Idempotency-Key', (warder) => {
  let calls = 0
  const send = (by: Keeper, path: string, body: object, key = `key-${++calls}`) =>
    warder.post(path, body, { ...by.program.headers(), 'idempotency-key': key })
  const robot = { name: 'Robot', scopes: ['reports:read'] }
  const kept = async (path: string, by: Keeper) =>
    (await json<{ items: unknown[] }>(await by.program.get(path))).items.length

  test('makes one key of twenty calls at once, whose secret is told once', async () => {
    const ada = await keeper(warder)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(ada, '/api/keys', robot, 'twenty')),
    )
    const made = await Promise.all(answers.map((answer) => json<Made>(answer)))
    assert.equal(new Set(made.map(({ id }) => id)).size, 1)
    assert.equal(made.filter(({ key }) => key !== undefined).length, 1)
    for (const [at, { status, headers }] of answers.entries()) {
      const first = made[at]?.key !== undefined
      assert.deepEqual([status, headers.get('idempotency-replayed')], first ? [201, null] : [200, 'true'])
    }
    assert.equal(await kept('/api/keys', ada), 1)
    const rows = await warder.app.db.selectFrom('one_time_token').select('data').execute()
    assert.ok(
      rows.every(({ data }) => !/wdr_/.test(data)),
      'no secret is kept',
    )
  })

  test('holds for service accounts, credentials, rules and agents', async () => {
    const ada = await keeper(warder)
    const { id } = await ada.account()
    const paths: [path: string, body: object][] = [
      [root, robot],
      [`${root}/${id}/credentials`, { type: 'rotating_secret' }],
      [`${root}/${id}/federation`, { issuer: 'https://ci.example', subject: 'repo:acme/app' }],
      ['/api/agents', { ...plainAgent, public_keys: [newKeyPair().jwk] }],
    ]
    for (const [path, body] of paths) {
      const first = await send(ada, path, body, 'same')
      assert.equal(first.status, 201, await first.clone().text())
      const again = await send(ada, path, body, 'same')
      assert.equal(again.status, 200, path)
      const { secret, ...told } = await json<Made>(first)
      assert.deepEqual(await json<Made>(again), told, path)
      assert.equal(secret === undefined, !path.endsWith('credentials'))
    }
  })

  test('with another body is refused, and makes nothing', async () => {
    const ada = await keeper(warder)
    assert.equal((await send(ada, '/api/keys', robot, 'mine')).status, 201)
    for (const other of [
      { ...robot, name: 'Other' },
      { ...robot, expires_in_days: 1 },
    ])
      assert.equal((await send(ada, '/api/keys', other, 'mine')).status, 422)
    assert.equal(await kept('/api/keys', ada), 1)
    assert.equal((await send(ada, root, robot, 'mine')).status, 201, 'another call is another thing')
  })

  test('of one person is nothing to another, nor without permission', async () => {
    const [ada, bob] = [await keeper(warder), await keeper(warder)]
    const first = await json<Made>(await send(ada, '/api/keys', robot, 'shared'))
    const second = await json<Made>(await send(bob, '/api/keys', robot, 'shared'))
    assert.notEqual(first.id, second.id)
    const stranger = await keeper(warder, [])
    assert.equal((await send(stranger, root, robot, 'shared')).status, 403)
  })

  test('of what is gone, or of a call that was refused, brings nothing back', async () => {
    const ada = await keeper(warder)
    const { id } = await json<Made>(await send(ada, '/api/keys', robot, 'gone'))
    assert.equal((await ada.program.remove(`/api/keys/${id}`)).status, 204)
    assert.equal((await send(ada, '/api/keys', robot, 'gone')).status, 404)
    assert.equal((await send(ada, '/api/keys', { ...robot, name: '' }, 'refused')).status, 400)
    assert.equal((await send(ada, '/api/keys', robot, 'refused')).status, 201)
  })

  test('that is none is refused', async () => {
    const ada = await keeper(warder)
    for (const key of ['two words', 'k'.repeat(256)])
      assert.equal((await send(ada, '/api/keys', robot, key)).status, 400)
    assert.equal(await kept('/api/keys', ada), 0)
  })

  test('is over after a day', async () => {
    const ada = await keeper(warder)
    const first = await json<Made>(await send(ada, '/api/keys', robot, 'daily'))
    warder.clock.now += 24 * 3600
    await ada.program.get('/auth/me')
    const second = await send(ada, '/api/keys', robot, 'daily')
    assert.equal(second.status, 201)
    assert.notEqual((await json<Made>(second)).id, first.id)
  })

  test('keeps nothing by which what was sent could be guessed, as a password among it: that takes our key', async () => {
    const other = await startWarder()
    const person = { email: 'robin@example.com', password: goodPassword }
    const kept = await Promise.all(
      [warder, other].map(async (server) => {
        const ada = await administrator(server)
        const headers = { 'idempotency-key': 'a-person' }
        assert.equal((await ada.call('POST', '/users', person, headers)).status, 201)
        const again = await ada.call('POST', '/users', person, headers)
        assert.deepEqual([again.status, again.headers.get('idempotency-replayed')], [200, 'true'])
        const otherwise = { ...person, password: `${goodPassword}!` }
        assert.equal((await ada.call('POST', '/users', otherwise, headers)).status, 422)
        const rows = server.app.db.selectFrom('one_time_token').select('data')
        const [row] = await rows.where('purpose', '=', 'repeat').where('subject', '=', ada.id).execute()
        return (JSON.parse(row?.data ?? '{}') as { asked?: string }).asked
      }),
    )
    await other.close()
    assert.ok(kept.every(Boolean))
    assert.notEqual(kept[0], kept[1])
  })
})
