import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { findConnection } from '../../../packages/warder/src/connections/manage.ts'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { signedIn } from '../../support/people/console.ts'
import { callsOf } from '../../support/programs/scim.ts'
import { makeProviderKey, type ProviderKey } from '../../support/saml/provider.ts'
import { metadataOf } from '../../support/saml/world.ts'

let count = 0
const fresh = () => `organiser-${++count}@example.com`
const tokenIn = (html: string): string => /wsc_[\w-]{43}/.exec(html)?.[0] ?? ''

onEveryDatabase('organisations, on the pages of whoever administers', (warder) => {
  let key: ProviderKey
  before(async () => {
    key = await makeProviderKey()
    await createRole(warder.operator, { name: 'support', permissions: ['users:read'] })
  })
  const administers = (permissions: string[]) => {
    const name = `keeper-${++count}`
    return createRole(warder.operator, { name, permissions }).then(() => signedIn(warder, fresh(), [name]))
  }

  test('an identity provider is added, changed in the state that was read, and removed', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const begun = await ada.open('/console/identity-providers/new')
    const wrong = await ada.submit(begun, '/console/identity-providers', {
      name: 'acme',
      metadata: '<none/>',
    })
    assert.equal(wrong.status, 400)
    assert.match(wrong.html, /value="acme"/, 'what was typed stands there again')
    const path = '/console/identity-providers/acme'
    const made = await ada.submit(wrong, '/console/identity-providers', {
      name: 'acme',
      title: 'Acme',
      metadata: metadataOf([key]),
      domains: 'acme.example',
    })
    assert.equal(made.path, `${path}?done=made`)
    assert.match(made.html, /\/auth\/saml\/acme\/acs/)
    assert.match((await ada.open('/console/identity-providers')).html, new RegExp(`href="${path}"`))

    const changed = await ada.submit(made, path, {
      title: 'Acme & Co',
      domains: 'acme.example\nacme.test',
      roles: 'Help = Desk = support',
      idp_initiated: 'on',
    })
    assert.match(changed.html, /Saved\./)
    const { title, domains, roles, idp_initiated } = await findConnection(warder.operator, 'acme')
    assert.deepEqual(
      { title, domains, roles, idp_initiated },
      {
        title: 'Acme & Co',
        domains: ['acme.example', 'acme.test'],
        roles: { 'Help = Desk': 'support' },
        idp_initiated: true,
      },
    )
    assert.equal((await ada.submit(made, path, { title: 'Late' })).status, 412)
    const ask = await ada.open(`${path}/delete`)
    assert.equal(
      (await ada.submit(ask, `${path}/delete`, {})).path,
      '/console/identity-providers?done=deleted',
    )
    assert.equal((await ada.open(path)).status, 404)
  })

  test('AD-02 whoever may not do everything is not asked for domains, and is refused when they send some', async () => {
    const bob = await administers(['connections:*'])
    const begun = await bob.open('/console/identity-providers/new')
    assert.doesNotMatch(begun.html, /name="domains"/)
    const input = { name: 'bobs', metadata: metadataOf([key]) }
    const tried = await bob.submit(begun, '/console/identity-providers', { ...input, domains: 'example.com' })
    assert.equal(tried.status, 403)
    const made = await bob.submit(begun, '/console/identity-providers', input)
    const saved = await bob.submit(made, '/console/identity-providers/bobs', { title: 'Bobs' })
    assert.match(saved.html, /Saved\./)
  })

  test('a directory is connected, its token shown this once, its group given a role, and it is ended', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const begun = await ada.open('/console/directories/new')
    const wrong = await ada.submit(begun, '/console/directories', { name: 'Entra', expires_in_days: 'soon' })
    assert.equal(wrong.status, 400)
    const made = await ada.submit(wrong, '/console/directories', { name: 'Entra', on_delete: 'disable' })
    const token = tokenIn(made.html)
    const [path = ''] = /\/console\/directories\/prv_\w+/.exec(made.html) ?? []
    const calls = callsOf(warder, token)
    const group = await calls.group('Helpdesk')
    const page = await ada.open(path)
    assert.equal(tokenIn(page.html), '')
    assert.match(page.html, /It is disabled[\s\S]*Helpdesk[\s\S]*gives nothing/)

    const mapped = await ada.submit(page, `${path}/groups/${group}`, { role: 'support' })
    assert.match(mapped.html, /Saved\.[\s\S]*gives <bdi>support/)
    const never = await ada.submit(mapped, `${path}/groups/${group}`, { role: 'admin' })
    assert.equal(never.status, 400)
    assert.match((await ada.submit(mapped, `${path}/groups/${group}`, { role: '' })).html, /gives nothing/)

    const next = tokenIn((await ada.submit(page, `${path}/rotate`, {})).html)
    assert.ok(next !== '' && next !== token)
    assert.equal((await callsOf(warder, next).call('GET', '/Users')).status, 200)
    const ask = await ada.open(`${path}/delete`)
    assert.equal((await ada.submit(ask, `${path}/delete`, {})).path, '/console/directories?done=disconnected')
    assert.equal((await callsOf(warder, next).call('GET', '/Users')).status, 401)
  })

  test('AD-02 nobody connects a directory that may do more than they, on a page either', async () => {
    const bob = await administers(['provisioners:*'])
    const begun = await bob.open('/console/directories/new')
    const refused = await bob.submit(begun, '/console/directories', { name: 'Bobs', on_delete: 'delete' })
    assert.equal(refused.status, 403)
    assert.equal(tokenIn(refused.html), '')
  })
})
