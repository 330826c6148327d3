import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { administrator, callAdmin } from '../../support/people/administrators.ts'
import { makeTenant } from '../../support/people/tenants.ts'
import { json } from '../../support/warder.ts'

type View = Record<'id' | 'slug' | 'issuer', string> & { suspended_at: string | null }
type Page = { items: View[]; next_cursor: string | null }

onEveryDatabase('/api/admin/tenants', (warder) => {
  let count = 0
  const fresh = () => ({ name: 'Acme Ltd', slug: `acme-${++count}` })

  test('one is made, shown by both of its names, listed page by page, and its maker is written down', async () => {
    const ada = await administrator(warder, ['tenants:*', 'audit:read'])
    const input = fresh()
    const made = await ada.ask<View>('POST', '/tenants', 201, input)
    assert.deepEqual([made.slug, made.issuer], [input.slug, `https://id.example/t/${input.slug}`])
    for (const name of [made.id, made.slug])
      assert.deepEqual(await ada.ask<View>('GET', `/tenants/${name}`, 200), made)
    const { items } = await ada.ask<{ items: { actor: string }[] }>('GET', '/audit?type=tenant.created', 200)
    assert.equal(items[0]?.actor, ada.id)

    const found: string[] = []
    for (let next = ''; ;) {
      const page = await ada.ask<Page>('GET', `/tenants?limit=1${next}`, 200)
      found.push(...page.items.map(({ slug }) => slug))
      if (page.next_cursor === null) break
      next = `&cursor=${page.next_cursor}`
    }
    assert.deepEqual(found, [...new Set(found)].toSorted())
    assert.ok(found.includes(input.slug) && found.includes('default'))
  })

  test('TN-13 of five who want a slug at once one has it, and a repeated call with its key gets what it made', async () => {
    const ada = await administrator(warder)
    const input = fresh()
    const answers = await Promise.all(Array.from({ length: 5 }, () => ada.call('POST', '/tenants', input)))
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [201, 409, 409, 409, 409],
    )

    const again = fresh()
    const send = () => ada.call('POST', '/tenants', again, { 'idempotency-key': again.slug })
    const [first, second] = [await send(), await send()]
    assert.deepEqual([first.status, second.status], [201, 200])
    assert.equal((await json<View>(second)).id, (await json<View>(first)).id)
  })

  test('TN-13 what is no slug is refused, and so is a directory that is none', async () => {
    const ada = await administrator(warder)
    for (const slug of ['admin', 'a/b', '..', '%2e', 'ACME', 'ten_1', 'x'.repeat(300)])
      await ada.ask('POST', '/tenants', 400, { name: 'Acme', slug })
    await ada.ask('POST', '/tenants', 400, { ...fresh(), directory: 'dir_common' })
    for (const directory of ['own', 'common'])
      assert.equal(
        (await ada.ask<{ directory: string }>('POST', '/tenants', 201, { ...fresh(), directory })).directory,
        directory,
      )
  })

  test('TN-17 one is suspended once and goes on once, and the first tenant never', async () => {
    const ada = await administrator(warder)
    const { id, slug } = await createTenant(warder.operator, fresh())
    const open = async () => (await warder.get(`/t/${slug}/login`)).status
    assert.ok((await ada.ask<View>('POST', `/tenants/${id}/suspend`, 200)).suspended_at)
    assert.equal(await open(), 404)
    await ada.ask('POST', `/tenants/${id}/suspend`, 409)
    assert.equal((await ada.ask<View>('POST', `/tenants/${id}/resume`, 200)).suspended_at, null)
    assert.equal(await open(), 200)
    await ada.ask('POST', `/tenants/${id}/resume`, 409)
    await ada.ask('POST', '/tenants/default/suspend', 409)
    await ada.ask('POST', '/tenants/ten_unknown/suspend', 404)
  })

  test('AD-01 to see them is not to stop one, and to stop one needs a sign-in of a moment ago', async () => {
    const { id } = await createTenant(warder.operator, fresh())
    const reader = await administrator(warder, ['tenants:read'])
    await reader.ask('GET', `/tenants/${id}`, 200)
    for (const path of ['/tenants', `/tenants/${id}/suspend`, `/tenants/${id}/resume`])
      await reader.ask('POST', path, 403, fresh())
    const ada = await administrator(warder)
    warder.clock.now += 301
    await ada.ask('POST', `/tenants/${id}/suspend`, 401)
  })

  test('a tenant has a tier, by which it is found, and both it and the name are changed in the state that was read', async () => {
    const ada = await administrator(warder)
    const made = await ada.ask<View>('POST', '/tenants', 201, { ...fresh(), tier: 'free' })
    const path = `/tenants/${made.id}`
    const state = await ada.state(path)
    const change = { name: 'Acme Incorporated', tier: 'enterprise' }
    assert.equal((await ada.call('PATCH', path, change)).status, 428)
    const changed = await ada.call('PATCH', path, change, state)
    assert.deepEqual(await json<View>(changed), { ...made, ...change })
    for (const name of [made.id, made.slug])
      assert.deepEqual(await warder.tenant(name), { ...made, ...change }, 'for the program it is embedded in')
    assert.equal(await warder.tenant('nobody'), null)
    assert.equal((await ada.call('PATCH', path, { tier: null }, state)).status, 412)
    const listed = async (tier: string) =>
      (await ada.ask<Page>('GET', `/tenants?tier=${tier}`, 200)).items.map(({ id }) => id)
    assert.deepEqual([await listed('enterprise'), await listed('free')], [[made.id], []])
    const { items } = await ada.ask<{ items: { actor: string; detail: { changed: string[] } }[] }>(
      'GET',
      '/audit?type=tenant.updated',
      200,
    )
    assert.deepEqual([items[0]?.actor, items[0]?.detail.changed], [ada.id, ['name', 'tier']])

    const any = { 'if-match': '*' }
    assert.equal((await json<{ tier: null }>(await ada.call('PATCH', path, { tier: null }, any))).tier, null)
    for (const tier of ['', 'Free', 'a b', 'x'.repeat(41), '-'])
      assert.equal((await ada.call('PATCH', path, { tier }, any)).status, 400, tier)
    const others = {
      slug: 'other',
      issuer: 'https://evil.example',
      id: 'ten_other',
      suspended_at: '2000-01-01',
    }
    const same = await json<View>(await ada.call('PATCH', path, others, any))
    assert.deepEqual(same, { ...made, ...change, tier: null })
  })

  test('TN-11 a domain is claimed once with its key, shown, listed and taken back, and its address needs proof', async () => {
    const ada = await administrator(warder)
    const { id } = await createTenant(warder.operator, fresh())
    const path = `/tenants/${id}/domains`
    const name = `login-${count}.acme.example`
    const send = () => ada.call('POST', path, { name }, { 'idempotency-key': name })
    const [first, second] = [await send(), await send()]
    assert.deepEqual([first.status, second.status], [201, 200])
    const claim = await json<{ record: { name: string } }>(first)
    assert.deepEqual(await json(second), claim)
    assert.equal(claim.record.name, `_warder.${name}`)
    assert.deepEqual(await ada.ask('GET', `${path}/${name}`, 200), claim)
    assert.deepEqual((await ada.ask<Page>('GET', path, 200)).items, [claim])
    await ada.ask('POST', `/tenants/${id}/issuer`, 409, { domain: name })
    await ada.ask('DELETE', `${path}/${name}`, 204)
    await ada.ask('GET', `${path}/${name}`, 404)
    for (const part of ['nobody.example', 'dom_unknown', '%2e%2e'])
      await ada.ask('DELETE', `${path}/${part}`, 404)

    const named = { ...fresh(), domains: ['b.acme.example', 'A.acme.example.'] }
    const made = await ada.ask<View>('POST', '/tenants', 201, named)
    const claimed = await ada.ask<{ items: { name: string; verified_at: null }[] }>(
      'GET',
      `/tenants/${made.id}/domains`,
      200,
    )
    assert.deepEqual(
      claimed.items.map(({ name, verified_at }) => [name, verified_at]),
      [
        ['a.acme.example', null],
        ['b.acme.example', null],
      ],
    )
    for (const domains of [
      ['gmail.com'],
      ['a.acme.example', 'A.acme.example'],
      ['x'],
      Array(21).fill('a.example'),
    ])
      await ada.ask('POST', '/tenants', 400, { ...fresh(), domains })
    await ada.ask('POST', '/tenants', 400, { ...fresh(), directory: 'common', domains: ['a.acme.example'] })

    const reader = await administrator(warder, ['tenants:read'])
    await reader.ask('GET', path, 200)
    await reader.ask('POST', path, 403, { name })
    await reader.ask('POST', `/tenants/${id}/issuer`, 403, { domain: null })
  })

  test('TN-03 an administrator of another tenant finds none of it, at any spelling', async () => {
    const { slug } = fresh()
    const world = await makeTenant(warder, slug)
    await world.user('ada@example.com', { roles: ['admin'] })
    const headers = { authorization: `Bearer ${await world.token()}` }
    assert.equal((await warder.get(world.at('/api/admin/users'), headers)).status, 200)
    for (const path of ['/tenants', '/%74enants', '/tenants/', `/tenants/${slug}`]) {
      const below = await warder.get(world.at(`/api/admin${path}`), headers)
      assert.equal(below.status, 404, path)
    }
    for (const [method, path] of [
      ['GET', '/tenants'],
      ['POST', `/tenants/${slug}/suspend`],
    ] as const)
      assert.equal((await callAdmin(warder, method, path, undefined, headers)).status, 401)
  })
})
