import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import { sendWebhooks } from '../../../packages/warder/src/webhooks/deliver.ts'
import { createWebhook, listDeliveries, showWebhook } from '../../../packages/warder/src/webhooks/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { signedIn } from '../../support/people/console.ts'
import { makeTenant } from '../../support/people/tenants.ts'
import { startReceiver, type Receiver } from '../../support/programs/receiver.ts'
import { goodPassword } from '../../support/warder.ts'

let count = 0
const fresh = () => `listener-${++count}@example.com`
const list = '/console/webhooks'
const secretIn = (html: string): string | undefined => /whsec_[\w+/=]{40,}/.exec(html)?.[0]
const input = { url: 'https://hooks.example/warder', types: ['tenant.resumed'] }

onEveryDatabase(
  'webhooks, on the pages of whoever administers',
  (warder) => {
    let receiver: Receiver
    before(async () => (receiver = await startReceiver()))
    after(() => receiver.close())
    const administers = (permissions: string[]) => {
      const name = `listener-${++count}`
      return createRole(warder.operator, { name, permissions }).then(() => signedIn(warder, fresh(), [name]))
    }

    test('SS-09 one is added, its secret on that page alone; it is changed, paused, enabled, given another and deleted', async () => {
      const ada = await signedIn(warder, fresh(), ['admin'])
      const begun = await ada.open(`${list}/new`)
      const wrong = await ada.submit(begun, list, {
        url: 'http://hooks.example/',
        types: 'user.*',
        description: 'Shop',
      })
      assert.equal(wrong.status, 400)
      assert.match(wrong.html, /id="url-error"[\s\S]*value="Shop"/)
      const made = await ada.submit(wrong, list, {
        url: 'https://hooks.example/shop',
        types: 'tenant.resumed\r\ntenant.moved',
        description: 'Shop',
      })
      const secret = secretIn(made.html)
      const [path = ''] = /\/console\/webhooks\/whk_\w+/.exec(made.html) ?? []
      const id = path.split('/').at(-1) ?? ''
      assert.ok(secret)
      const page = await ada.open(path)
      for (const { html } of [page, await ada.open(list)]) assert.equal(secretIn(html), undefined)

      const changed = await ada.submit(page, path, {
        url: 'https://hooks.example/new',
        types: '*',
        description: '',
      })
      assert.match(changed.html, /Saved\./)
      const { url, types, description } = await showWebhook(warder.operator, id)
      assert.deepEqual([url, types, description], ['https://hooks.example/new', ['*'], ''])
      const late = await ada.submit(page, path, { url: 'https://late.example/', types: '*' })
      assert.equal(late.status, 412)
      const bad = await ada.submit(await ada.open(path), path, {
        url: 'https://x.example/',
        types: 'nothing',
      })
      assert.equal(bad.status, 400)
      assert.match(bad.html, /types is no event/)

      const paused = await ada.submit(await ada.open(path), `${path}/disable`, {})
      assert.match(paused.html, /Somebody paused it/)
      await ada.submit(paused, `${path}/enable`, {})
      assert.equal((await showWebhook(warder.operator, id)).enabled, true)
      const asks = await ada.open(`${path}/rotate`)
      const next = secretIn((await ada.submit(asks, `${path}/rotate`, { grace: '0' })).html)
      assert.ok(next !== undefined && next !== secret)
      assert.equal((await showWebhook(warder.operator, id)).replaced_until, null)
      await ada.submit(asks, `${path}/rotate`, { grace: '99999999999' })
      assert.notEqual((await showWebhook(warder.operator, id)).replaced_until, null, 'the usual time')
      const gone = await ada.submit(await ada.open(`${path}/delete`), `${path}/delete`, {})
      assert.equal(gone.path, `${list}?done=deleted`)
      assert.equal((await ada.open(path)).status, 404)
    })

    test('what is not changed is not sent: an address of the operator stays as they gave it', async () => {
      const ada = await signedIn(warder, fresh(), ['admin'])
      const { id } = await createWebhook(warder.operator, { ...input, url: 'http://127.0.0.1:1/hook' })
      const path = `${list}/${id}`
      const form = { url: 'http://127.0.0.1:1/hook', types: 'tenant.resumed', description: 'Of the operator' }
      assert.match((await ada.submit(await ada.open(path), path, form)).html, /Saved\./)
      assert.equal((await showWebhook(warder.operator, id)).description, 'Of the operator')
      const events = warder.app.db
        .selectFrom('audit_event')
        .select('detail')
        .where('type', '=', 'webhook.updated')
      const [last] = await events.orderBy('seq', 'desc').limit(1).execute()
      assert.deepEqual((JSON.parse(last?.detail ?? '') as { changed: string[] }).changed, ['description'])
      const led = await ada.submit(await ada.open(path), path, { ...form, url: 'http://127.0.0.1:2/hook' })
      assert.equal(led.status, 400)
    })

    test('what failed says why and when it is tried again, and what was given up is sent again', async () => {
      const ada = await signedIn(warder, fresh(), ['admin'])
      const { url } = receiver
      const { id } = await createWebhook(warder.operator, { url, types: ['user.created'] })
      const path = `${list}/${id}`
      receiver.answers.push(503)
      await warder.user(fresh())
      await sendWebhooks(warder.app)
      assert.match((await ada.open(path)).html, /Tried in vain[\s\S]*it answered 503[\s\S]*next attempt/)
      const [message] = (await listDeliveries(warder.operator, id, {})).items
      const action = `${path}/messages/${message?.id}`
      assert.ok(!(await ada.open(path)).html.includes(action), 'it waits, and is sent by itself')
      warder.clock.now += 86_400
      receiver.answers.push(500)
      await sendWebhooks(warder.app)
      const later = await signedIn(warder, fresh(), ['admin'])
      const page = await later.open(path)
      assert.match(page.html, /Given up[\s\S]*it answered 500[\s\S]*given up/)
      const again = await later.submit(page, action, {})
      assert.match(again.html, /on its way again/)
      assert.equal((await later.submit(page, action, {})).status, 404, 'once')
      warder.clock.now += 3600
      await sendWebhooks(warder.app)
      const ids = receiver.received.map(({ headers }) => headers.get('webhook-id'))
      assert.equal(ids.filter((one) => one === message?.id).length, 3)
      await warder.app.db.deleteFrom('webhook').where('id', '=', id).execute()
    })

    test('AD-02 whoever may not read the audit is shown no form, and refused when they send one', async () => {
      const bob = await administers(['webhooks:*'])
      const { id } = await createWebhook(warder.operator, input)
      const page = await bob.open(`${list}/${id}`)
      assert.doesNotMatch(page.html, new RegExp(`action="${list}`))
      assert.doesNotMatch((await bob.open(list)).html, /webhooks\/new/)
      const begun = await bob.open(`${list}/new`)
      const refused = await bob.submit(begun, list, { url: 'https://bob.example/', types: '*' })
      assert.equal(refused.status, 403)
      assert.equal(secretIn(refused.html), undefined)
      const asks = await bob.open(`${list}/${id}/rotate`)
      const rotated = await bob.submit(asks, `${list}/${id}/rotate`, { grace: '0' })
      assert.equal(rotated.status, 403)
      assert.equal(secretIn(rotated.html), undefined)
      const reader = await administers(['webhooks:read'])
      assert.equal((await reader.open(`${list}/${id}`)).status, 200)
      for (const closed of ['new', `${id}/rotate`, `${id}/delete`])
        assert.equal((await reader.open(`${list}/${closed}`)).status, 403, closed)
    })

    test('what leads what happens elsewhere is done by somebody who has just shown who they are', async () => {
      const ada = await signedIn(warder, fresh(), ['admin'])
      const { id } = await createWebhook(warder.operator, input)
      const path = `${list}/${id}`
      const [page, asks] = [await ada.open(path), await ada.open(`${path}/rotate`)]
      warder.clock.now += 301
      for (const [from, action, back] of [
        [page, path, path],
        [page, `${path}/disable`, path],
        [asks, `${path}/rotate`, `${path}/rotate`],
      ] as const)
        assert.equal((await ada.submit(from, action, {})).path, `/reauthenticate?return_to=${back}`, action)
      assert.equal((await ada.open(`${list}/new`)).path, `/reauthenticate?return_to=${list}/new`)
      assert.equal((await showWebhook(warder.operator, id)).enabled, true)
    })

    test('TN-03 a webhook, or a message, of another tenant is nowhere', async () => {
      const acme = await makeTenant(warder, `listening-${++count}`)
      await acme.user('eve@example.com', { roles: ['admin'] })
      const eve = await acme.signedIn('eve@example.com')
      const theirs = await createWebhook(warder.operator, input)
      const own = await createWebhook(acme.by, input)
      const at = (id: string) => acme.at(`${list}/${id}`)
      for (const path of ['', '/rotate', '/delete'])
        assert.equal((await eve.open(at(theirs.id) + path)).status, 404, path)
      assert.doesNotMatch((await eve.open(acme.at(list))).html, new RegExp(theirs.id))
      const page = await eve.open(at(own.id))
      const token = /name="csrf_token" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
      for (const [action, fields] of [
        ['', { url: 'https://eve.example/', types: '*', state: '*' }],
        ['/disable', { state: '*' }],
        ['/rotate', { grace: '0' }],
        ['/delete', { state: '*' }],
        ['/messages/msg_1', {}],
      ] as const) {
        const body = new URLSearchParams({ ...fields, csrf_token: token }).toString()
        const headers = {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(body.length),
          origin: 'https://id.example',
        }
        const answer = await eve.send(at(theirs.id) + action, { method: 'POST', body, headers })
        assert.equal(answer.status, 404, action)
      }
      const { url, enabled } = await showWebhook(warder.operator, theirs.id)
      assert.deepEqual([url, enabled], [input.url, true])
      // A field of the form names nothing: it is the path that does.
      await eve.submit(page, at(own.id), {
        url: 'https://eve.example/',
        types: '*',
        id: theirs.id,
        tenant_id: 'ten_default',
      })
      assert.equal((await showWebhook(warder.operator, theirs.id)).url, input.url)
      assert.equal((await showWebhook(acme.by, own.id)).url, 'https://eve.example/')
    })

    test('SE-06 without its token no form does anything, and nobody who only has an account comes in', async () => {
      const ada = await signedIn(warder, fresh(), ['admin'])
      const { id } = await createWebhook(warder.operator, input)
      const page = await ada.open(`${list}/${id}`)
      for (const csrf_token of ['', 'x', `${'A'.repeat(43)}`])
        assert.equal((await ada.submit(page, `${list}/${id}/disable`, { csrf_token })).status, 403)
      const member = warder.browser()
      const email = fresh()
      await warder.user(email)
      await member.submit(await member.open('/login'), '/login', { email, password: goodPassword })
      for (const path of [list, `${list}/new`, `${list}/${id}`, `${list}/${id}/rotate`])
        assert.equal((await member.open(path)).status, 403, path)
      assert.equal((await showWebhook(warder.operator, id)).enabled, true)
    })
  },
  { allow_networks: '127.0.0.1/32', 'limits.costly': '100000' },
)
