import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { findMember, listMembers } from '../../../packages/warder/src/members/manage.ts'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import { claimDomain, listDomains } from '../../../packages/warder/src/tenants/domains/manage.ts'
import { createTenant, findTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { invite, listInvitations } from '../../../packages/warder/src/users/invite/invite.ts'
import { hiddenFields, type Browser } from '../../support/cookies.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { signedIn } from '../../support/people/console.ts'
import { makeShared, type Shared } from '../../support/people/members.ts'
import { firstTenant, makeTenant } from '../../support/people/tenants.ts'
import { nameServer, type NameServer } from '../../support/tenants/name-server.ts'

let count = 0
const fresh = () => `operator-${++count}@example.com`
const slug = () => `org-${++count}`
const list = '/console/tenants'
let dns: NameServer

onEveryDatabase('tenants, on the pages of whoever administers', (warder) => {
  before(async () => {
    dns = await nameServer()
    warder.app.config.tenants.dns_servers.push(dns.address)
  })
  after(() => dns.close())

  const administers = (permissions: string[]) => {
    const name = `keeper-${++count}`
    return createRole(warder.operator, { name, permissions }).then(() => signedIn(warder, fresh(), [name]))
  }

  /** Somebody in a browser, at the console of a tenant of the common directory that they administer. */
  async function inside(acme: Shared, roles = ['admin']): Promise<Browser & { id: string }> {
    const { id, email } = await warder.user(fresh())
    await acme.member(id, roles)
    const browser = await firstTenant(warder).signedIn(email)
    const at = `/account/organisations/${acme.tenant.slug}`
    await browser.submit(await browser.open('/account/organisations'), at, {})
    return { ...browser, id }
  }

  /** Sends a form that no page has, with the token of one that is there. */
  async function forged(browser: Browser, from: string, action: string, fields: Record<string, string>) {
    const { html } = await browser.open(from)
    const csrf_token = /name="csrf_token" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const body = new URLSearchParams({ ...fields, csrf_token }).toString()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      origin: 'https://id.example',
    }
    return (await browser.send(action, { method: 'POST', body, headers })).status
  }

  test('one is made, found, changed in the state that was read, suspended and deleted by whoever writes its name', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const name = slug()
    const wrong = await ada.submit(await ada.open(`${list}/new`), list, {
      name: 'Acme',
      slug: 'Not So',
      seats: 'x',
    })
    assert.equal(wrong.status, 400)
    const made = await ada.submit(wrong, list, { name: 'Acme & Co', slug: name, directory: 'own' })
    const path = `${list}/${name}`
    assert.equal(made.path, `${path}?done=made`)
    assert.match((await ada.open(`${list}?slug=${name.toUpperCase()}`)).html, new RegExp(`href="${path}"`))
    assert.doesNotMatch((await ada.open(`${list}?slug=nothing-`)).html, new RegExp(`href="${path}"`))
    assert.equal((await ada.open(`${list}?slug=${encodeURIComponent('%')}`)).status, 400)

    const changed = await ada.submit(made, path, { name: 'Acme Ltd', tier: 'gold' })
    assert.match(changed.html, /Saved\.[\s\S]*gold/)
    assert.match((await ada.open(`${list}?tier=gold`)).html, new RegExp(`href="${path}"`))
    assert.equal((await ada.submit(made, path, { name: 'Late' })).status, 412)

    const stopped = await ada.submit(await ada.open(`${path}/suspend`), `${path}/suspend`, {})
    assert.match(stopped.html, /It is suspended/)
    assert.equal((await warder.get(`/t/${name}/login`)).status, 404)
    await ada.submit(stopped, `${path}/resume`, {})
    assert.equal((await warder.get(`/t/${name}/login`)).status, 200)

    const asks = await ada.open(`${path}/delete`)
    for (const typed of ['', 'Acme Ltd', `${name}x`])
      assert.equal((await ada.submit(asks, `${path}/delete`, { typed })).status, 400, typed)
    await findTenant(warder.operator, name)
    const gone = await ada.submit(asks, `${path}/delete`, { typed: name })
    assert.equal(gone.path, `${list}?done=tenant-deleted`)
    await assert.rejects(findTenant(warder.operator, name), { code: 'not_found' })
  })

  test('the list goes on to its end, and the one at the root is neither suspended nor deleted', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    for (let made = 0; made < 51; made++)
      await createTenant(warder.operator, { slug: `many-${made}`, name: 'Many', directory: 'common' })
    const first = await ada.open(`${list}?slug=many-`)
    const next = /href="(\/console\/tenants\?slug=many-&amp;cursor=[^"]+)"/.exec(first.html)?.[1] ?? ''
    const last = await ada.open(next.replaceAll('&amp;', '&'))
    const open = (html: string) => [...html.matchAll(/href="\/console\/tenants\/many-/g)].length
    assert.deepEqual([open(first.html), open(last.html)], [50, 1])
    const root = await ada.open(`${list}/default`)
    assert.doesNotMatch(root.html, /default\/(?:suspend|delete|domains|members)/)
    assert.equal(
      (await ada.submit(await ada.open(`${list}/default/suspend`), `${list}/default/suspend`, {})).status,
      409,
    )
  })

  test('TN-11 a domain says which record proves it, why it is not proved, and is moved to and taken back', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const { tenant } = await makeTenant(warder, slug())
    const path = `${list}/${tenant.slug}/domains`
    const name = `login-${++count}.acme.example`
    const refused = await ada.submit(await ada.open(path), path, { name: 'gmail.com' })
    assert.equal(refused.status, 400)
    assert.match(refused.html, /value="gmail\.com"/)
    const claimed = await ada.submit(refused, path, { name })
    assert.match(claimed.html, new RegExp(`Not proved yet[\\s\\S]*_warder\\.${name}[\\s\\S]*warder-domain=`))
    const [claim] = (await listDomains(warder.operator, tenant.slug, { limit: 9 })).items
    assert.ok(claim)
    const one = `${path}/${claim.id}`
    const none = await ada.submit(claimed, `${one}/verify`, {})
    assert.equal(none.status, 409)
    assert.match(none.html, /There is no TXT record/)
    dns.broken = true
    const silent = await ada.submit(claimed, `${one}/verify`, {})
    dns.broken = false
    assert.equal(silent.status, 502)
    assert.match(silent.html, /DNS did not say/)
    dns.records.set(claim.record.name, [claim.record.text])
    const proved = await ada.submit(claimed, `${one}/verify`, {})
    assert.match(proved.html, /The record is there/)

    await ada.submit(await ada.open(`${one}/move`), `${one}/move`, {})
    assert.equal((await findTenant(warder.operator, tenant.slug)).issuer, `https://${name}`)
    const kept = await ada.submit(await ada.open(`${one}/delete`), `${one}/delete`, {})
    assert.equal(kept.status, 409)
    const back = `${list}/${tenant.slug}/address`
    await ada.submit(await ada.open(back), back, {})
    assert.equal((await findTenant(warder.operator, tenant.slug)).issuer, tenant.issuer)
    const removed = await ada.submit(await ada.open(`${one}/delete`), `${one}/delete`, {})
    assert.equal(removed.path, `${path}?done=domain-removed`)

    warder.clock.now += 100
  })

  test('a domain whose record was not there at the last look says so, and until when', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const { tenant } = await makeTenant(warder, slug())
    const { id } = await claimDomain(warder.operator, tenant.slug, `gone-${++count}.acme.example`)
    const now = warder.clock.now
    const seen = { verified_at: now - 9 * 86_400, seen_at: now - 2 * 86_400 }
    await warder.app.db.updateTable('tenant_domain').set(seen).where('id', '=', id).execute()
    const { html } = await ada.open(`${list}/${tenant.slug}/domains`)
    assert.match(html, /Its record is missing[\s\S]*the domain is lost/)
  })

  test('the operator invites to any tenant, and adds members; the link of an invitation is on no page', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const acme = await makeShared(warder, slug())
    const at = `${list}/${acme.tenant.slug}`
    const alice = fresh()
    const invited = await ada.submit(await ada.open(`${at}/invitations/new`), `${at}/invitations`, {
      email: alice,
    })
    assert.match(invited.html, new RegExp(`on its way[\\s\\S]*${alice}`))
    const [mail] = (await warder.inbox()).filter(({ to }) => to === alice)
    const token = new URL(mail?.links[0] ?? '').searchParams.get('token') ?? ''
    assert.ok(token.length > 20 && !invited.html.includes(token))
    const [waiting] = (await listInvitations(acme.by, {})).items
    const taken = await ada.submit(invited, `${at}/invitations/${waiting?.id}/take-back`, {})
    assert.match(taken.html, /taken back/)
    assert.deepEqual((await listInvitations(acme.by, {})).items, [])

    const { id, email } = await warder.user(fresh())
    const form = await ada.open(`${at}/members/new`)
    assert.equal((await ada.submit(form, `${at}/members`, { user_id: 'usr_nobody' })).status, 404)
    const added = await ada.submit(form, `${at}/members`, { user_id: id, roles: 'admin' })
    assert.match(added.html, new RegExp(email))
    const changed = await ada.submit(await ada.open(`${at}/members/${id}`), `${at}/members/${id}`, {
      roles: '',
    })
    assert.equal(changed.status, 409, 'the last administrator stays')
    const other = await makeTenant(warder, slug())
    assert.equal(
      (await ada.open(`${list}/${other.tenant.slug}/members`)).status,
      409,
      'it has people of its own',
    )
    assert.equal((await ada.open(`${list}/${other.tenant.slug}/invitations`)).status, 200)
  })

  test('TN-03 an administrator of a tenant has its members by a menu of their own, gives its roles, and sees no other tenant', async () => {
    const [acme, other] = [await makeShared(warder, slug()), await makeShared(warder, slug())]
    await createRole(acme.by, { name: 'editor', permissions: ['docs:write'] })
    const bob = await inside(acme)
    const { id: alice } = await warder.user(fresh())
    await acme.member(alice)
    const { id: theirs } = await warder.user(fresh())
    await other.member(theirs, ['admin'])

    const members = await bob.open(acme.at('/console/members'))
    const at = acme.at(`${list}/${acme.tenant.slug}`)
    assert.equal(members.path, `${at}/members`)
    assert.match(members.html, new RegExp(alice))
    assert.doesNotMatch(members.html, new RegExp(`${theirs}|members/new|Identity providers|>Tenants<`))
    const changed = await bob.submit(await bob.open(`${at}/members/${alice}`), `${at}/members/${alice}`, {
      'role.editor': 'on',
    })
    assert.match(changed.html, /Saved\./)
    assert.deepEqual((await findMember(acme.by, alice)).roles, ['editor'])
    assert.equal(
      await forged(bob, `${at}/members`, `${at}/members`, { user_id: theirs }),
      403,
      'nobody is made a member who was not asked',
    )

    const elsewhere = acme.at(`${list}/${other.tenant.slug}`)
    for (const path of [
      '',
      '/members',
      `/members/${theirs}`,
      `/members/${theirs}/delete`,
      '/invitations',
      '/domains',
    ])
      assert.equal((await bob.open(elsewhere + path)).status, 404, path)
    for (const path of [
      list,
      `${list}/new`,
      `${list}/${acme.tenant.slug}`,
      `${list}/${acme.tenant.slug}/delete`,
    ])
      assert.equal((await bob.open(acme.at(path))).status, 404, path)
    const from = `${at}/members/${alice}`
    for (const [path, fields] of [
      [`/members/${theirs}`, { roles: '' }],
      [`/members/${theirs}/delete`, {}],
      ['/invitations', { email: fresh() }],
      ['/suspend', {}],
      ['/delete', { typed: other.tenant.slug, state: '*' }],
    ] as const)
      assert.equal(await forged(bob, from, elsewhere + path, fields), 404, path)
    assert.equal(await forged(bob, from, `${elsewhere}/members`, { user_id: alice }), 403)
    // One of the other tenant by the path of one's own, and a field that names another.
    assert.equal(await forged(bob, from, `${at}/members/${theirs}`, { roles: '' }), 404)
    await forged(bob, from, `${at}/invitations`, {
      email: fresh(),
      tenant_id: other.tenant.id,
      id: other.tenant.slug,
    })
    assert.deepEqual((await listInvitations(other.by, {})).items, [])
    assert.deepEqual(
      (await listMembers(other.by, { limit: 9 })).items.map(({ user_id, roles }) => [user_id, roles]),
      [[theirs, ['admin']]],
    )
  })

  test('TN-03 what belongs to one tenant is not found by the path of another, at the first one either', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const [one, two] = [await makeTenant(warder, slug()), await makeTenant(warder, slug())]
    const { id } = await claimDomain(warder.operator, one.tenant.slug, `own-${++count}.acme.example`)
    await invite(one.by, { email: fresh() })
    const [waiting] = (await listInvitations(one.by, {})).items
    const at = `${list}/${two.tenant.slug}`
    for (const path of [`domains/${id}/delete`, `domains/${id}/move`])
      assert.equal((await ada.open(`${at}/${path}`)).status, 404, path)
    for (const path of [
      `domains/${id}/verify`,
      `domains/${id}/move`,
      `domains/${id}/delete`,
      `invitations/${waiting?.id}/take-back`,
    ])
      assert.equal(await forged(ada, at, `${at}/${path}`, {}), 404, path)
    assert.equal((await listDomains(warder.operator, one.tenant.slug, { limit: 9 })).items.length, 1)
    assert.equal((await listInvitations(one.by, {})).items.length, 1)
  })

  test('AD-01 what somebody may not do is not shown, and refused when it is tried', async () => {
    const { tenant } = await makeTenant(warder, slug())
    const viewer = await administers(['tenants:read'])
    const at = `${list}/${tenant.slug}`
    for (const path of [at, `${at}/domains`]) {
      const { html, status } = await viewer.open(path)
      assert.equal(status, 200)
      assert.doesNotMatch(
        html,
        new RegExp(`action="${list}|${at}/(?:members|invitations|delete|suspend)`),
        path,
      )
    }
    for (const path of [
      `${list}/new`,
      `${at}/suspend`,
      `${at}/delete`,
      `${at}/members`,
      `${at}/invitations`,
      '/console/members',
    ])
      assert.equal((await viewer.open(path)).status, 403, path)
    assert.doesNotMatch(
      (await viewer.open(list)).html,
      /tenants\/new|href="\/console\/(?:members|invitations|webhooks)"/,
    )
    const member = await signedIn(warder, fresh(), [])
    for (const path of [list, at, `${at}/members`, `${at}/invitations`, `${at}/domains`])
      assert.equal((await member.open(path)).status, 403, path)
    // Where an invitation makes an account, it needs the permission for that as well.
    const inviter = await administers(['members:*'])
    const own = `${list}/default/invitations`
    assert.doesNotMatch((await inviter.open(own)).html, /Invite somebody/)
    const tried = await inviter.submit(await inviter.open(`${own}/new`), own, { email: fresh() })
    assert.equal(tried.status, 403)
  })

  test('what shuts many out is done by somebody who has just shown who they are, who is led back', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const acme = await makeShared(warder, slug())
    const own = await makeTenant(warder, slug())
    const { id } = await claimDomain(warder.operator, own.tenant.slug, `led-${++count}.acme.example`)
    const { id: user } = await warder.user(fresh())
    await acme.member(user)
    warder.clock.now += 301
    const [at, members] = [`${list}/${own.tenant.slug}`, `${list}/${acme.tenant.slug}`]
    for (const path of [
      `${at}/suspend`,
      `${at}/delete`,
      `${at}/address`,
      `${at}/domains/${id}/move`,
      `${at}/domains/${id}/delete`,
      `${members}/members/new`,
      `${members}/invitations/new`,
    ])
      assert.equal((await ada.open(path)).path, `/reauthenticate?return_to=${path}`)
    for (const [from, action, back] of [
      [`${at}/domains`, `${at}/domains/${id}/verify`, `${at}/domains`],
      [`${members}/members/${user}`, `${members}/members/${user}`, `${members}/members/${user}`],
    ] as const)
      assert.equal(
        (await ada.submit(await ada.open(from), action, {})).path,
        `/reauthenticate?return_to=${back}`,
      )
  })

  test('SE-06 without its token no form does anything', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const { tenant } = await makeTenant(warder, slug())
    const at = `${list}/${tenant.slug}`
    const page = await ada.open(`${at}/suspend`)
    assert.ok(hiddenFields(page.html, `${at}/suspend`)['csrf_token'])
    for (const csrf_token of ['', 'x', 'A'.repeat(43)])
      assert.equal((await ada.submit(page, `${at}/suspend`, { csrf_token })).status, 403)
    assert.equal((await findTenant(warder.operator, tenant.slug)).suspended_at, null)
  })
})
