import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listMembers } from '../../../../packages/warder/src/members/manage.ts'
import { createRole } from '../../../../packages/warder/src/roles/manage.ts'
import { suspendTenant } from '../../../../packages/warder/src/tenants/manage.ts'
import { invite, uninvite } from '../../../../packages/warder/src/users/invite/invite.ts'
import { deleteUser } from '../../../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../../../support/on-every-database.ts'
import { makeShared, type Shared } from '../../../support/people/members.ts'
import { linkTo } from '../../../support/people/programs.ts'
import { firstTenant } from '../../../support/people/tenants.ts'
import { goodPassword, json } from '../../../support/warder.ts'

onEveryDatabase('an invitation to a tenant of the common directory', (warder) => {
  let count = 0
  const slug = () => `acme-${++count}`
  const address = () => `bob-${++count}@example.com`
  const accept = (token: string, more: object = {}) =>
    warder.post('/auth/invite', { token, full_name: 'Bob', password: goodPassword, ...more })
  async function invited(acme: Shared, email: string, roles: string[] = []): Promise<string> {
    await invite(acme.by, { email, roles })
    return linkTo(warder, email, '/invite')
  }
  const members = async (acme: Shared) =>
    (await listMembers(acme.by, { limit: 50 })).items.map(({ email, roles }) => [email, roles])

  /** Opens the link in a browser that is signed in, and accepts where it says so. */
  async function acceptAs(email: string, token: string) {
    const browser = await firstTenant(warder).signedIn(email)
    const page = await browser.open(`/invite?token=${token}`)
    return { browser, page, accept: () => browser.submit(page, '/invite', {}) }
  }

  test('somebody with an account accepts it signed in, with that account and the roles it names', async () => {
    const acme = await makeShared(warder, slug())
    await createRole(acme.by, { name: 'editor', permissions: ['docs:write'] })
    const email = address()
    await warder.user(email)
    const token = await invited(acme, email, ['editor'])
    const bob = await acceptAs(email, token)
    assert.match(bob.page.html, new RegExp(`The people of ${acme.tenant.slug} invites you`))
    assert.deepEqual(await members(acme), [])
    const done = await bob.accept()
    assert.equal(done.path, '/account/organisations?done=joined')
    assert.match(done.html, /You accepted the invitation/)
    assert.deepEqual(await members(acme), [[email, ['editor']]])
    const me = await bob.browser.send('/auth/me')
    assert.deepEqual((await json<{ roles: string[] }>(me)).roles, [])
    assert.equal((await bob.browser.open(`/invite?token=${token}`)).status, 410)
  })

  test('a stranger makes an account with it, and is a member', async () => {
    const acme = await makeShared(warder, slug())
    const email = address()
    const token = await invited(acme, email)
    assert.equal((await accept(token)).status, 200)
    assert.deepEqual(await members(acme), [[email, []]])
    assert.equal(
      (await warder.post('/auth/login', { email, password: goodPassword, tenant: acme.tenant.slug })).status,
      200,
    )
    assert.equal((await accept(token)).status, 400, 'it works once')
  })

  test('TN-06 Mallory cannot accept what is for Bob, signed in or as a stranger', async () => {
    const acme = await makeShared(warder, slug())
    const [bob, mallory] = [address(), address()]
    await Promise.all([warder.user(bob), warder.user(mallory)])
    const token = await invited(acme, bob, ['admin'])
    const { browser, page } = await acceptAs(mallory, token)
    assert.match(page.html, /Sign out first/)
    const own = await browser.open('/account')
    const csrf_token = /name="csrf_token" value="([^"]+)"/.exec(own.html)?.[1] ?? ''
    const fields = { csrf_token, token, full_name: 'Mallory', password: goodPassword }
    const forged = { ...own, html: `<form action="/invite"></form>` }
    const sent = await browser.submit(forged, '/invite', fields)
    assert.ok(sent.status >= 400, String(sent.status))
    assert.equal((await accept(token)).status, 409)
    assert.deepEqual(await members(acme), [])
  })

  test('TN-06 Bob cannot, as long as the address is not confirmed as his', async () => {
    const acme = await makeShared(warder, slug())
    const email = address()
    const { id } = await warder.user(email)
    const token = await invited(acme, email)
    await warder.app.db
      .updateTable('user_email')
      .set({ verified_at: null })
      .where('user_id', '=', id)
      .execute()
    const refused = await (await acceptAs(email, token)).accept()
    assert.equal(refused.status, 403)
    assert.deepEqual(await members(acme), [])
    await warder.app.db
      .updateTable('user_email')
      .set({ verified_at: warder.clock.now })
      .where('user_id', '=', id)
      .execute()
    await (await acceptAs(email, token)).accept()
    assert.deepEqual(await members(acme), [[email, []]])
  })

  test('TN-06 it is dead after seven days, when it is taken back, when a newer one is sent, and with its tenant', async () => {
    const acme = await makeShared(warder, slug())
    const late = await invited(acme, address())
    warder.clock.now += 7 * 24 * 3600
    assert.equal((await accept(late)).status, 400)
    assert.equal((await warder.browser().open(`/invite?token=${late}`)).status, 410)
    const email = address()
    const older = await invited(acme, email)
    const newer = await invited(acme, email)
    assert.equal((await accept(older)).status, 400)
    await uninvite(acme.by, email)
    assert.equal((await accept(newer)).status, 400)
    const last = await invited(acme, email)
    await suspendTenant(warder.operator, acme.tenant.slug)
    assert.equal((await accept(last)).status, 400)
  })

  test('one address has an invitation to each of two tenants, and to the first', async () => {
    const [acme, beta] = [await makeShared(warder, slug()), await makeShared(warder, slug())]
    const email = address()
    const first = await invited(acme, email)
    const second = await invited(beta, email)
    await invite(warder.operator, { email })
    assert.equal((await accept(first)).status, 200)
    await (await acceptAs(email, second)).accept()
    assert.deepEqual([await members(acme), await members(beta)], [[[email, []]], [[email, []]]])
    await assert.rejects(invite(acme.by, { email }), { code: 'conflict' })
  })

  test('it is gone with the account of whom it is for', async () => {
    const acme = await makeShared(warder, slug())
    const email = address()
    await warder.user(email)
    const token = await invited(acme, email)
    await deleteUser(warder.operator, email)
    assert.equal((await accept(token)).status, 400)
  })

  test('TN-07 accepted twenty times at once it makes one member, with the roles it names and no other', async () => {
    const acme = await makeShared(warder, slug())
    const email = address()
    const token = await invited(acme, email)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => accept(token, { roles: ['admin'], role: 'owner' })),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.deepEqual(await members(acme), [[email, []]])
  })

  test('TN-08 of five who come at once when one seat is left one gets in, and the others keep their invitation', async () => {
    const acme = await makeShared(warder, slug(), 2)
    await acme.member((await warder.user(address())).id)
    const emails = Array.from({ length: 5 }, address)
    await warder.user(emails[0] ?? '')
    const tokens: string[] = []
    for (const email of emails) tokens.push(await invited(acme, email))
    const signedIn = await acceptAs(emails[0] ?? '', tokens[0] ?? '')
    const statuses = await Promise.all([
      signedIn.accept().then(({ status, path }) => (path.startsWith('/account') ? 200 : status)),
      ...tokens.slice(1).map(async (token) => (await accept(token)).status),
    ])
    assert.deepEqual(
      statuses.toSorted((a, b) => a - b),
      [200, 409, 409, 409, 409],
    )
    assert.equal((await members(acme)).length, 2)
    const kept = tokens.filter((_token, place) => statuses[place] === 409)
    for (const token of kept)
      assert.equal((await warder.browser().open(`/invite?token=${token}`)).status, 200)
    const users = await warder.app.db
      .selectFrom('user')
      .select('email')
      .where('email', 'in', emails.slice(1))
      .execute()
    assert.equal(users.length, statuses.slice(1).filter((status) => status === 200).length)
  })
})
