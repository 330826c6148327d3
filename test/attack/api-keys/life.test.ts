import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { holders, type Key } from '../../support/people/api-keys.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { goodPassword, json } from '../../support/warder.ts'

const day = 86_400

onEveryDatabase('the life of an API key', (warder) => {
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
  const { someone, status, refusals } = holders(warder)

  test('AK-07 revoked, it is dead at once, with the secret before it', async () => {
    const { made, program: ada } = await someone()
    const rotated = await json<Key>(await ada.post(`/api/keys/${made.id}/rotate`))
    assert.deepEqual([await status(made.key), await status(rotated.key)], [200, 200])
    assert.equal((await ada.remove(`/api/keys/${made.id}`)).status, 204)
    assert.deepEqual([await status(made.key), await status(rotated.key)], [401, 401])
    assert.equal((await ada.remove(`/api/keys/${made.id}`)).status, 404)
    assert.equal((await ada.get(`/api/keys/${made.id}`)).status, 404)
  })

  test('AK-07 expired, it is dead to the second, and its owner reads why', async () => {
    const { made, id } = await someone({ expires_in_days: 1 })
    const began = warder.clock.now
    warder.clock.now = began + day - 1
    assert.equal(await status(made.key), 200)
    warder.clock.now = began + day
    for (let at = 0; at < 5; at++) assert.equal(await status(made.key), 401)
    assert.deepEqual(await refusals(id), ['expired'], 'once an hour, however often it is tried')
    warder.clock.now += 3600
    await status(made.key)
    assert.equal((await refusals(id)).length, 2)
  })

  test('AK-07 rotated, both work until the grace is over, and the old one says so', async () => {
    const { made, program: ada } = await someone({ scopes: ['profile:read'] })
    const answer = await ada.post(`/api/keys/${made.id}/rotate`, { grace_period_seconds: 600 })
    const rotated = await json<Key>(answer)
    assert.equal(answer.status, 200)
    assert.deepEqual([rotated.id, rotated.name, rotated.scopes], [made.id, made.name, made.scopes])
    assert.notEqual(rotated.key, made.key)

    const old = await warder.get('/auth/me', bearer(made.key))
    assert.equal(old.status, 200)
    assert.equal(old.headers.get('warder-key-status'), `rotated; until="${rotated.replaced_until}"`)
    assert.equal((await warder.get('/auth/me', bearer(rotated.key))).headers.get('warder-key-status'), null)
    warder.clock.now += 599
    assert.equal(await status(made.key), 200)
    warder.clock.now += 1
    assert.deepEqual([await status(made.key), await status(rotated.key)], [401, 200])
  })

  test('AK-07 rotated without grace the old one is dead at once; rotated twice, the first is', async () => {
    const { made, program: ada } = await someone()
    const second = await json<Key>(await ada.post(`/api/keys/${made.id}/rotate`, { grace_period_seconds: 0 }))
    assert.deepEqual([await status(made.key), await status(second.key)], [401, 200])
    const third = await json<Key>(await ada.post(`/api/keys/${made.id}/rotate`))
    const fourth = await json<Key>(await ada.post(`/api/keys/${made.id}/rotate`))
    const all = [second, third, fourth].map(({ key }) => status(key))
    assert.deepEqual(await Promise.all(all), [401, 200, 200])
  })

  test('rotating begins the life of a key anew, and the old secret lives no longer than it would have', async () => {
    const { made, program: ada } = await someone({ expires_in_days: 1 })
    const began = warder.clock.now
    warder.clock.now += 290
    const next = await json<Key>(
      await ada.post(`/api/keys/${made.id}/rotate`, { grace_period_seconds: 30 * day }),
    )
    assert.equal(Date.parse(next.expires_at ?? '') / 1000, began + 290 + day)
    assert.equal(Date.parse(next.replaced_until ?? '') / 1000, began + day)
    warder.clock.now = began + day
    assert.deepEqual([await status(made.key), await status(next.key)], [401, 200])
  })

  test('of ten who rotate at once one does, and no more than two secrets work', async () => {
    const { made, program: ada } = await someone()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ada.post(`/api/keys/${made.id}/rotate`)),
    )
    const keys: string[] = []
    for (const answer of answers) {
      if (answer.status === 200) keys.push((await json<Key>(answer)).key)
      else assert.equal(answer.status, 409)
    }
    const working = [made.key, ...keys].map(async (key) => (await status(key)) === 200)
    assert.ok((await Promise.all(working)).filter(Boolean).length <= 2)
    assert.ok(keys.length >= 1)
  })

  test('it is worth as much as its owner: nothing while they are disabled or take a break', async () => {
    const { made, email, program: ada, id } = await someone()
    await setUserDisabled(warder.operator, email, true)
    assert.equal(await status(made.key), 401)
    await setUserDisabled(warder.operator, email, false)
    assert.equal(await status(made.key), 200, 'whoever comes back finds their programs running')
    assert.deepEqual(await refusals(id), ['owner'])
    const { program: again } = { program: await program(warder, email) }
    assert.equal((await again.post('/auth/me/deactivate')).status, 204)
    assert.equal(await status(made.key), 401)
    assert.equal((await ada.get('/auth/me')).status, 401)
  })

  test('a new password leaves it, locking the account and erasing it end it for good', async () => {
    const { made, email, program: ada } = await someone()
    const changed = await ada.post('/auth/change-password', {
      current_password: goodPassword,
      password: 'quite another pass phrase',
    })
    assert.equal(changed.status, 200)
    assert.equal(await status(made.key), 200)

    const token = await linkTo(warder, email, '/not-me')
    const browser = warder.browser()
    const page = await browser.open(`/not-me?token=${token}`)
    assert.equal((await browser.submit(page, '/not-me', {})).status, 200)
    assert.equal(await status(made.key), 401)
    const row = await warder.app.db
      .selectFrom('api_key')
      .select('revoked_at')
      .where('id', '=', made.id)
      .executeTakeFirst()
    assert.equal(row?.revoked_at, warder.clock.now)

    const bob = await someone()
    assert.equal((await bob.program.remove('/auth/me')).status, 204)
    assert.equal(await status(bob.made.key), 401)
    assert.equal(
      await warder.app.db.selectFrom('api_key').select('id').where('id', '=', bob.made.id).executeTakeFirst(),
      undefined,
    )
  })
})
