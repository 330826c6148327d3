import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWebhook } from '../../../packages/warder/src/webhooks/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { administrator, callAdmin } from '../../support/people/administrators.ts'
import { signedIn } from '../../support/people/console.ts'
import { addApp } from '../../support/people/second-step.ts'
import { makeTenant } from '../../support/people/tenants.ts'
import { goodPassword, json, type TestWarder } from '../../support/warder.ts'

type Health = {
  status: string
  checks: { name: string; ok: boolean }[]
  messages: { channel: string; state: string; count: number }[]
  webhooks: { waiting: number; tried: number }
}

let count = 0
const fresh = () => `lost-${++count}@example.com`

onEveryDatabase('what an operator does for people and tenants', (warder: TestWarder) => {
  const mailsTo = async (address: string) =>
    (await warder.inbox()).filter(
      ({ to, links }) => to === address && links.some((link) => link.includes('/recover')),
    )

  test('somebody who lost every second factor is mailed the way to another, and keeps what they have until then', async () => {
    const ada = await administrator(warder, ['users:write'])
    const email = fresh()
    const { id } = await warder.user(email)
    await addApp(warder, email)
    const sent = await ada.ask('POST', `/users/${id}/recovery-link`, 202)
    assert.deepEqual(Object.keys(sent).toSorted(), ['expires_at', 'works_from'])
    const [mail] = await mailsTo(email)
    assert.ok(mail)
    assert.ok(!JSON.stringify(sent).includes('token'), 'the link is a way in, and goes to its owner alone')
    assert.ok(
      Date.parse(String(sent['works_from'])) / 1000 > warder.clock.now,
      'it waits, so that its owner can stop it',
    )
    const answer = await warder.post('/auth/login', { email, password: goodPassword })
    assert.equal((await json<{ mfa_required?: boolean }>(answer)).mfa_required, true)
    await ada.ask('POST', '/users/usr_nobody/recovery-link', 404)
    await ada.ask('POST', `/users/${encodeURIComponent(email)}/recovery-link`, 404)
  })

  test('AD-02 nobody has a link sent to somebody who may do more than they, nor without having shown who they are', async () => {
    const bob = await administrator(warder, ['users:write'])
    const email = fresh()
    const { id } = await warder.user(email, { roles: ['admin'] })
    await bob.ask('POST', `/users/${id}/recovery-link`, 403)
    const reader = await administrator(warder, ['users:read', 'users:verify'])
    await reader.ask('POST', `/users/${id}/recovery-link`, 403)
    const ada = await administrator(warder)
    warder.clock.now += 301
    await ada.ask('POST', `/users/${id}/recovery-link`, 401)
    assert.deepEqual(await mailsTo(email), [])
    const tokens = warder.app.db
      .selectFrom('one_time_token')
      .select('purpose')
      .where('purpose', '=', 'recovery')
    assert.deepEqual(await tokens.where('subject', '=', id).execute(), [])
  })

  test('the page of somebody with a second factor sends the link, that of one without has no such button', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const email = fresh()
    const { id } = await warder.user(email)
    const path = `/console/people/${id}`
    assert.doesNotMatch((await ada.open(path)).html, /recovery-link/)
    await addApp(warder, email)
    const sent = await ada.submit(await ada.open(path), `${path}/recovery-link`, {})
    assert.match(sent.html, /The link is on its way to them/)
    assert.equal((await mailsTo(email)).length, 1)
  })

  test('a tenant has everybody need a second factor, and no longer, and its own audit says so', async () => {
    const acme = await makeTenant(warder, `acme-${++count}`)
    await acme.user()
    const ada = await administrator(warder, ['tenants:*'])
    const path = `/tenants/${acme.tenant.slug}/second-factor`
    const signIn = async () =>
      json<{ mfa_required?: boolean }>(
        await warder.post(acme.at('/auth/login'), { email: 'ada@example.com', password: goodPassword }),
      )
    assert.equal((await signIn()).mfa_required, undefined)
    assert.equal((await ada.ask('POST', path, 200, { required: true }))['second_factor_required'], true)
    assert.equal((await signIn()).mfa_required, true)
    const shown = await ada.ask('GET', `/tenants/${acme.tenant.id}`, 200)
    assert.equal(shown['second_factor_required'], true)
    await ada.ask('POST', path, 400, {})
    await ada.ask('POST', path, 200, { required: false })
    assert.equal((await signIn()).mfa_required, undefined)
    const events = warder.app.db
      .selectFrom('audit_event')
      .select(['tenant_id', 'actor'])
      .where('type', '=', 'tenant.second_factor_required')
    assert.deepEqual(await events.where('actor', '=', ada.id).execute(), [
      { tenant_id: acme.tenant.id, actor: ada.id },
      { tenant_id: acme.tenant.id, actor: ada.id },
    ])
    const reader = await administrator(warder, ['tenants:read'])
    await reader.ask('POST', path, 403, { required: true })
    warder.clock.now += 301
    await ada.ask('POST', path, 401, { required: true })
  })

  test('on the page of a tenant the button says what it does', async () => {
    const { tenant } = await makeTenant(warder, `acme-${++count}`)
    const ada = await signedIn(warder, fresh(), ['admin'])
    const path = `/console/tenants/${tenant.slug}`
    const on = await ada.submit(await ada.open(path), `${path}/second-factor`, {})
    assert.match(
      on.html,
      /Everybody needs a second step, from their next sign-in on[\s\S]*Everybody needs one/,
    )
    const off = await ada.submit(on, `${path}/second-factor`, {})
    assert.match(off.html, /As people and roles need it/)
  })

  test('the health of the server says what answers and what waits, to whoever may, at the root alone', async () => {
    const ada = await administrator(warder, ['settings:read'])
    await createWebhook(warder.operator, { url: 'https://hooks.example/warder', types: ['user.created'] })
    const email = fresh()
    await warder.user(email)
    const health = await ada.ask<Health>('GET', '/health', 200)
    assert.deepEqual([health.status, health.checks], ['ok', [{ name: 'database', ok: true }]])
    assert.deepEqual(health.webhooks, { waiting: 1, tried: 0 })
    assert.ok(!JSON.stringify(health).includes('@'), 'numbers, and nobody’s address')
    const page = await (await signedIn(warder, fresh(), ['admin'])).open('/console/health')
    assert.match(page.html, /Everything this server depends on is working[\s\S]*\d waiting/)

    const other = await administrator(warder, ['users:read', 'tenants:read'])
    await other.ask('GET', '/health', 403)
    const acme = await makeTenant(warder, `acme-${++count}`)
    await acme.user('eve@example.com', { roles: ['admin'] })
    const token = { authorization: `Bearer ${await acme.token('eve@example.com')}` }
    assert.equal((await warder.get(acme.at('/api/admin/health'), token)).status, 404)
    assert.equal((await callAdmin(warder, 'GET', '/health', undefined, token)).status, 401)
    const eve = await acme.signedIn('eve@example.com')
    assert.equal((await eve.open(acme.at('/console/health'))).status, 404)
    assert.doesNotMatch((await eve.open(acme.at('/console'))).html, /Health/)
  })
})
