import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../packages/warder/src/crypto/tokens.ts'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import { createAccount } from '../../../packages/warder/src/service-accounts/create.ts'
import { operatorManager } from '../../../packages/warder/src/service-accounts/manager.ts'
import * as agents from '../../../packages/warder/src/store/programs/agents.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { agentRow } from '../../support/people/agents.ts'
import { newApiKey } from '../../support/people/api-keys.ts'
import { signedIn } from '../../support/people/console.ts'

let count = 0
const fresh = () => `minder-${++count}@example.com`

onEveryDatabase('what acts without a person beside it, on the pages of whoever administers', (warder) => {
  test('a key of somebody is found by its owner, shown without its secret, and ended', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const email = fresh()
    await warder.user(email)
    const { access_token } = await warder.tokens(email)
    const key = await newApiKey(warder, access_token, { name: '<b>Robot</b>' })
    const page = await ada.open(`/console/api-keys?user=${encodeURIComponent(email)}`)
    assert.match(page.html, /&lt;b&gt;Robot/)
    assert.ok(!page.html.includes(key))
    const [action = ''] = /\/console\/api-keys\/key_\w+\/end/.exec(page.html) ?? []
    const ended = await ada.submit(page, action, {})
    assert.match(ended.html, /opens nothing any more/)
    assert.equal((await warder.get('/auth/me', { 'x-api-key': key })).status, 401)
    assert.equal((await ada.submit(page, action, {})).status, 404)
    const nobody = await ada.open('/console/api-keys?user=nobody@example.com')
    assert.equal(nobody.status, 404)
    assert.match(nobody.html, /There is no user/)
  })

  test('a service account is looked at, and deleted after a question', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const { id } = await createAccount(operatorManager(warder.operator), { name: 'Robot', scopes: [] })
    const path = `/console/service-accounts/${id}`
    assert.match((await ada.open('/console/service-accounts')).html, new RegExp(`href="${path}"`))
    assert.match((await ada.open(path)).html, new RegExp(`<code>${id}`))
    const gone = await ada.submit(await ada.open(`${path}/delete`), `${path}/delete`, {})
    assert.equal(gone.path, '/console/service-accounts?done=deleted')
    assert.equal((await ada.open(path)).status, 404)
  })

  test('an agent of somebody is stopped, started and deleted', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const bob = await warder.user(fresh())
    const id = newId('agt')
    await agents.insert(warder.app.db, agentRow(id, bob.id, { created_at: warder.clock.now }))
    const path = `/console/agents/${id}`
    assert.match((await ada.open('/console/agents')).html, new RegExp(`href="${path}"`))
    const stopped = await ada.submit(await ada.open(path), `${path}/stop`, {})
    assert.match(stopped.html, /That agent is stopped[\s\S]*Stopped/)
    assert.match((await ada.submit(stopped, `${path}/start`, {})).html, /may work again/)
    const gone = await ada.submit(await ada.open(`${path}/delete`), `${path}/delete`, {})
    assert.equal(gone.path, '/console/agents?done=deleted')
    assert.equal((await ada.open(path)).status, 404)
  })

  test('AD-01 whoever only looks is shown nothing to do, and does nothing', async () => {
    const permissions = ['api_keys:read', 'service_accounts:read', 'agents:read']
    await createRole(warder.operator, { name: 'watcher', permissions })
    const bob = await signedIn(warder, fresh(), ['watcher'])
    const { id } = await createAccount(operatorManager(warder.operator), { name: 'Robot', scopes: [] })
    const page = await bob.open(`/console/service-accounts/${id}`)
    assert.doesNotMatch(page.html, /Delete/)
    assert.equal((await bob.open(`/console/service-accounts/${id}/delete`)).status, 403)
    assert.doesNotMatch(page.html, /href="\/console\/(?:people|directories)"/, 'what they may not open')
  })
})
