import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRole, grantRole, revokeRole, updateRole } from '../../../packages/warder/src/roles/manage.ts'
import { createUser, findUser, setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { signedIn } from '../../support/people/console.ts'
import { makeTenant } from '../../support/people/tenants.ts'
import { goodPassword } from '../../support/warder.ts'

let count = 0
const fresh = () => `person-${++count}@example.com`

onEveryDatabase('people, on the pages of whoever administers', (warder) => {
  test('one is found, renamed, given a role, disabled, enabled and deleted', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const email = fresh()
    const { id } = await warder.user(email)
    await warder.tokens(email)
    await createRole(warder.operator, { name: 'editor', permissions: ['docs:write'] })
    const path = `/console/people/${id}`
    const found = await ada.open(`/console/people?email=${email.toUpperCase()}`)
    assert.match(found.html, new RegExp(`href="${path}"`))
    assert.match((await ada.open('/console/people?email=nobody-')).html, /Nobody’s main address begins so/)

    const page = await ada.open(path)
    assert.match(page.html, /Signed in/)
    const renamed = await ada.submit(page, path, { full_name: 'Robert' })
    assert.match(renamed.html, /Saved\.[\s\S]*Robert/)
    const given = await ada.submit(renamed, `${path}/roles`, { role: 'editor' })
    assert.match(given.html, /They have that role now/)
    assert.deepEqual((await findUser(warder.operator, id)).roles, ['editor'])
    const taken = await ada.submit(given, `${path}/roles/editor/take`, {})
    assert.deepEqual((await findUser(warder.operator, id)).roles, [])

    const out = await ada.submit(taken, `${path}/sessions/end`, {})
    assert.match(out.html, /They are signed in nowhere/)
    const disabled = await ada.submit(out, `${path}/disable`, {})
    assert.match(disabled.html, /Disabled/)
    assert.equal((await warder.post('/auth/login', { email, password: goodPassword })).status, 401)
    const enabled = await ada.submit(disabled, `${path}/enable`, {})
    const locked = await ada.submit(enabled, `${path}/lock-down`, {})
    assert.match(locked.html, /Needs a new password/)

    const gone = await ada.submit(await ada.open(`${path}/delete`), `${path}/delete`, {})
    assert.equal(gone.path, '/console/people?done=deleted')
    assert.equal((await ada.open(path)).status, 404)
  })

  test('somebody is invited, or added, and a wrong address comes back with what to change', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const [invited, added] = [fresh(), fresh()]
    const form = await ada.open('/console/people/new')
    const wrong = await ada.submit(form, '/console/people', { email: 'nobody', invite: 'on' })
    assert.equal(wrong.status, 400)
    assert.match(wrong.html, /value="nobody"[\s\S]*id="email-error"|id="email-error"[\s\S]*value="nobody"/)
    const mailed = await ada.submit(form, '/console/people', { email: invited, invite: 'on' })
    assert.match(mailed.html, /The invitation is on its way/)
    assert.ok((await warder.inbox()).some(({ to }) => to === invited))

    const body = { email: added, full_name: 'Bob' }
    const made = await ada.submit(form, '/console/people', body)
    assert.match(made.path, /^\/console\/people\/usr_/)
    const again = await ada.submit(form, '/console/people', body)
    assert.equal(again.status, 409)
    assert.match(again.html, /has an account already/)
  })

  test('the list goes on to its end', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    for (let made = 0; made < 51; made++) await warder.user(`many-${made}@example.com`)
    const first = await ada.open('/console/people?email=many-')
    const next = /href="(\/console\/people\?email=many-&amp;cursor=[^"]+)"/.exec(first.html)?.[1] ?? ''
    const last = await ada.open(next.replaceAll('&amp;', '&'))
    assert.equal(/Show more/.test(last.html), false)
    const open = (html: string) => [...html.matchAll(/href="\/console\/people\/usr_/g)].length
    assert.deepEqual([open(first.html), open(last.html)], [50, 1])
  })

  test('of two who change the same person the second is told, and changes nothing', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const { id } = await warder.user(fresh())
    const path = `/console/people/${id}`
    const page = await ada.open(path)
    const asks = await ada.open(`${path}/delete`)
    await ada.submit(page, path, { full_name: 'First' })
    const second = await ada.submit(page, path, { full_name: 'Second' })
    assert.equal(second.status, 412)
    assert.match(second.html, /It was changed since/)
    assert.equal((await ada.submit(asks, `${path}/delete`, {})).status, 412)
    assert.equal((await findUser(warder.operator, id)).full_name, 'First')
    assert.equal((await ada.submit(page, path, { full_name: 'Third', state: '' })).status, 428)
  })

  test('what cannot be undone is done by somebody who has just shown who they are, who is led back', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const { id } = await warder.user(fresh())
    const path = `/console/people/${id}`
    const [page, asks] = [await ada.open(path), await ada.open(`${path}/delete`)]
    warder.clock.now += 301
    assert.equal((await ada.open(path)).path, path)
    for (const [from, action, back] of [
      [asks, `${path}/delete`, `${path}/delete`],
      [page, `${path}/roles`, path],
    ] as const)
      assert.equal(
        (await ada.submit(from, action, { role: 'admin' })).path,
        `/reauthenticate?return_to=${back}`,
      )
    const led = await ada.open('/console/people/new')
    assert.equal(led.path, '/reauthenticate?return_to=/console/people/new')
    assert.equal(
      (await ada.submit(led, '/reauthenticate', { password: goodPassword })).path,
      '/console/people/new',
    )
    assert.deepEqual((await findUser(warder.operator, id)).roles, [])
    const stranger = warder.browser()
    assert.equal((await stranger.open(path)).path, `/login?return_to=${path}`)
  })

  test('AD-02 AD-05 nobody gives what they do not have, or acts on somebody who may do more', async () => {
    const rights = ['users:read', 'users:write', 'roles:read', 'roles:write', 'sessions:write']
    await createRole(warder.operator, { name: 'helper', permissions: rights })
    const bob = await signedIn(warder, fresh(), ['helper'])
    const { id: chief } = await warder.user(fresh(), { roles: ['admin'] })
    const { id } = await warder.user(fresh())
    const page = await bob.open(`/console/people/${chief}`)
    for (const [action, fields] of [
      ['', { full_name: 'Mallory' }],
      ['/disable', {}],
      ['/lock-down', {}],
      ['/roles/admin/take', {}],
    ] as const) {
      const answer = await bob.submit(page, `/console/people/${chief}${action}`, fields)
      assert.equal(answer.status, 403, action)
      assert.match(answer.html, /more than you may|may not do themselves/)
    }
    const given = await bob.submit(await bob.open(`/console/people/${id}`), `/console/people/${id}/roles`, {
      role: 'admin',
    })
    assert.equal(given.status, 403)
    assert.deepEqual((await findUser(warder.operator, id)).roles, [])
    assert.deepEqual((await findUser(warder.operator, chief)).disabled, false)
  })

  test('AD-01 what somebody may not do is not shown, and refused when it is tried', async () => {
    await createRole(warder.operator, { name: 'viewer', permissions: ['users:read'] })
    const bob = await signedIn(warder, fresh(), ['viewer'])
    const { id } = await warder.user(fresh())
    const path = `/console/people/${id}`
    const account = await bob.open('/account')
    assert.match(account.html, /href="\/console"/)
    assert.equal((await bob.open('/console')).path, '/console/people')
    const { html } = await bob.open(path)
    assert.doesNotMatch(html, new RegExp(`action="${path}`))
    for (const unseen of ['Audit', 'Applications', 'Signing keys', 'Settings', 'What happened'])
      assert.doesNotMatch(html, new RegExp(unseen), unseen)
    for (const elsewhere of ['/console/audit', '/console/people/new', `${path}/delete`])
      assert.equal((await bob.open(elsewhere)).status, 403, elsewhere)
    const nobody = await signedIn(warder, fresh(), [])
    assert.doesNotMatch((await nobody.open('/account')).html, /href="\/console"/)
    assert.equal((await nobody.open('/console')).status, 403)
  })

  test('AD-15 a role that is taken away while the console is open counts from the next click on', async () => {
    const email = fresh()
    await createRole(warder.operator, { name: 'keeper', permissions: ['users:read', 'users:write'] })
    const bob = await signedIn(warder, email, ['keeper'])
    const { id: bobs } = await findUser(warder.operator, email)
    const { id } = await warder.user(fresh())
    const path = `/console/people/${id}`
    const page = await bob.open(path)
    await updateRole(warder.operator, 'keeper', { permissions: ['users:read'] })
    assert.equal((await bob.submit(page, `${path}/disable`, {})).status, 403)
    assert.doesNotMatch((await bob.open(path)).html, new RegExp(`action="${path}`))
    await revokeRole(warder.operator, bobs, 'keeper')
    assert.equal((await bob.open(path)).status, 403)
    await grantRole(warder.operator, bobs, 'keeper')
    assert.equal((await bob.open(path)).status, 200)
    await setUserDisabled(warder.operator, bobs, true)
    assert.equal((await bob.open(path)).path, `/login?return_to=${path}`)
    assert.equal((await findUser(warder.operator, id)).disabled, false)
  })

  test('the audit is read by type, by person and by time, and a wrong question says what to change', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const { id } = await warder.user(fresh())
    const page = await ada.open(`/console/people/${id}`)
    await ada.submit(page, `/console/people/${id}/disable`, {})
    const asked = await ada.open(`/console/audit?type=user.disabled&subject=${id}&actor=&from=&to=`)
    assert.match(asked.html, new RegExp(`user\\.disabled[\\s\\S]*${id}`))
    assert.doesNotMatch(asked.html, /<code>user\.created<\/code>/)
    const none = await ada.open(`/console/audit?subject=${id}&to=2001-01-01T00:00:00Z`)
    assert.match(none.html, /Nothing/)
    const wrong = await ada.open('/console/audit?from=yesterday')
    assert.equal(wrong.status, 400)
    assert.match(wrong.html, /id="from-error"/)
  })

  test('TN-02 an administrator of a tenant has its people, and neither those of another nor the settings of the server', async () => {
    const acme = await makeTenant(warder, `acme-${++count}`)
    const { id: theirs } = await warder.user(fresh())
    const email = fresh()
    await createUser(
      { ...warder.operator, tenant: acme.tenant },
      { email, password: goodPassword, roles: ['admin'] },
    )
    const eve = warder.browser()
    await eve.submit(await eve.open(acme.at('/login')), acme.at('/login'), { email, password: goodPassword })
    const { html, path } = await eve.open(acme.at('/console'))
    assert.equal(path, acme.at('/console/people'))
    assert.ok(html.includes(email) && html.includes(`href="${acme.at('/console/people/new')}"`))
    assert.doesNotMatch(html, new RegExp(`${theirs}|Settings`))
    for (const elsewhere of [`/console/people/${theirs}`, '/console/settings'])
      assert.equal((await eve.open(acme.at(elsewhere))).status, 404, elsewhere)
    assert.equal((await eve.open('/console/people')).path, '/login?return_to=/console/people')
  })
})
