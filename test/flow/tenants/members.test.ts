import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { removeMember } from '../../../packages/warder/src/members/manage.ts'
import { suspendTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { requireSecondFactor } from '../../../packages/warder/src/store/tenants.ts'
import { basicOf, code_verifier, oauthWorld, redirect_uri, type Tokens } from '../../support/oauth.ts'
import { makeShared, type Shared } from '../../support/people/members.ts'
import { firstTenant } from '../../support/people/tenants.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'
import type { Browser } from '../../support/cookies.ts'

describe('a tenant of the common directory in a browser', () => {
  let warder: TestWarder
  let count = 0
  before(async () => {
    warder = await startWarder()
  })
  after(() => warder.close())

  const slug = () => `acme-${++count}`
  const somebody = () => warder.user(`ada-${++count}@example.com`)
  const signIn = { password: goodPassword }

  async function asked(acme: Shared, more: Record<string, string> = {}) {
    const { client_id } = await acme.client({ type: 'public' })
    const query = new URLSearchParams({
      client_id,
      redirect_uri,
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEGfqEVtYOG8m2rKjVzYzP6qC4q3xM',
      code_challenge_method: 'S256',
      ...more,
    })
    return `${acme.tenant.prefix}/oauth/authorize?${query.toString()}`
  }

  async function goOn(browser: Browser, page: Awaited<ReturnType<Browser['open']>>, acme: Shared) {
    const next = await browser.submit(page, page.path.split('?')[0] ?? '', {})
    if (!next.path.startsWith(`${acme.tenant.prefix}/consent`)) return next
    return browser.submit(next, `${acme.tenant.prefix}/consent`, { decision: 'allow' })
  }

  test('an application leads to the sign-in page of the first tenant, and by one button to the tenant and back', async () => {
    const acme = await makeShared(warder, slug())
    const { id, email } = await somebody()
    await acme.member(id)
    const browser = warder.browser()
    const login = await browser.open(await asked(acme))
    assert.match(
      login.path,
      new RegExp(`^/login\\?return_to=/account/organisations/${acme.tenant.slug}/wot_`),
    )
    const page = await browser.submit(login, '/login', { ...signIn, email })
    assert.equal(page.status, 200)
    assert.match(page.html, new RegExp(`Go on to The people of ${acme.tenant.slug}`))
    assert.match(page.html, /Notes/)
    assert.ok(
      !browser.cookies.has(`__Host-warder_session_${acme.tenant.slug}`),
      'nothing is open before they say so',
    )
    const done = await goOn(browser, page, acme)
    const answer = new URL(done.path)
    assert.equal(answer.origin + answer.pathname, redirect_uri)
    assert.equal(answer.searchParams.get('iss'), acme.tenant.issuer)
    assert.ok(answer.searchParams.get('code'))
    assert.ok(browser.cookies.has(`__Host-warder_session_${acme.tenant.slug}`))
    const again = await browser.open(await asked(acme))
    assert.ok(again.path.startsWith(`${acme.tenant.prefix}/consent`), again.path)
  })

  test('the language that the application asks for leads to the first tenant and back as well', async () => {
    const acme = await makeShared(warder, slug())
    const { id, email } = await somebody()
    await acme.member(id)
    const browser = warder.browser()
    const login = await browser.open(await asked(acme, { ui_locales: 'fr' }))
    assert.match(login.html, /lang="fr"/)
    const page = await browser.submit(login, '/login', { ...signIn, email })
    assert.match(page.html, /lang="fr"/)
    const done = await goOn(browser, page, acme)
    assert.ok(new URL(done.path).searchParams.get('code'), done.path)
  })

  test('whoever is no member reads so on a page, and the same of a tenant that is closed or that there is not', async () => {
    const acme = await makeShared(warder, slug())
    const closed = await makeShared(warder, slug())
    const { id, email } = await somebody()
    await closed.member(id)
    await suspendTenant(warder.operator, closed.tenant.slug)
    const browser = await firstTenant(warder).signedIn(email)
    const told = new Set<string>()
    for (const name of [acme.tenant.slug, closed.tenant.slug, 'nobody']) {
      const page = await browser.open(`/account/organisations/${name}`)
      assert.equal(page.status, 403)
      assert.match(page.html, /You cannot go on there/)
      told.add(page.html.replaceAll(/csrf_token" value="[^"]+"/g, ''))
    }
    assert.equal(told.size, 1)
    assert.equal((await browser.open(await asked(acme))).status, 403)
  })

  test('an application that asks for a sign-in of now gets one, before anybody goes on', async () => {
    const acme = await makeShared(warder, slug())
    const { id, email } = await somebody()
    await acme.member(id)
    const browser = await firstTenant(warder).signedIn(email)
    warder.clock.now += 60
    const page = await browser.open(await asked(acme, { prompt: 'login' }))
    assert.match(page.path, /^\/reauthenticate\?return_to=\/account\/organisations\//)
    warder.clock.now += 1
    const back = await browser.submit(page, '/reauthenticate', signIn)
    assert.match(back.path, new RegExp(`^/account/organisations/${acme.tenant.slug}/wot_`))
    assert.ok(new URL((await goOn(browser, back, acme)).path).searchParams.get('code'))
  })

  test('one that asks for a second factor leads to a page where it is set up', async () => {
    const acme = await makeShared(warder, slug())
    const { id, email } = await somebody()
    await acme.member(id)
    await requireSecondFactor(warder.app.db, acme.tenant.id, warder.clock.now)
    const browser = await firstTenant(warder).signedIn(email)
    const page = await browser.open(`/account/organisations/${acme.tenant.slug}`)
    const next = await browser.submit(page, page.path, {})
    assert.match(next.path, /^\/mfa\/set-up\?return_to=%2Faccount%2Forganisations%2F/)
    assert.ok(!browser.cookies.has(`__Host-warder_session_${acme.tenant.slug}`))
  })

  test('an administrator goes on to the console of it, and every link of its pages leads to a page', async () => {
    const acme = await makeShared(warder, slug())
    const { id, email } = await somebody()
    await acme.member(id, ['admin'])
    const browser = await firstTenant(warder).signedIn(email)
    const profile = await browser.open('/account')
    assert.match(profile.html, /href="\/account\/organisations"/)
    const list = await browser.open('/account/organisations')
    const page = await browser.submit(list, `/account/organisations/${acme.tenant.slug}`, {})
    assert.ok(page.path.startsWith(`${acme.tenant.prefix}/console`), page.path)
    const seen = new Set<string>()
    const waiting = [page.path]
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (seen.has(path)) continue
      seen.add(path)
      const found = await browser.open(path)
      assert.equal(found.status, 200, path)
      if (!found.path.startsWith('/t/')) continue
      for (const [, href = ''] of found.html.matchAll(/ href="(\/t\/[^"]*)"/g))
        waiting.push(href.replaceAll('&amp;', '&'))
    }
    assert.ok(seen.size > 5, [...seen].join(' '))
  })

  test('pages about the account are at the root, and signing out there ends what was opened from it', async () => {
    const acme = await makeShared(warder, slug())
    const { id, email } = await somebody()
    await acme.member(id, ['admin'])
    const browser = await firstTenant(warder).signedIn(email)
    for (const path of ['/account', '/account/security', '/', '/register'])
      assert.ok(!(await browser.open(acme.at(path))).path.startsWith('/t/'), path)
    const list = await browser.open('/account/organisations')
    await browser.submit(list, `/account/organisations/${acme.tenant.slug}`, {})
    const here = async () => (await browser.send(acme.at('/auth/me'))).status
    assert.equal(await here(), 200)
    await browser.submit(await browser.open('/logout'), '/logout', {})
    assert.equal(await here(), 401)
  })

  test('a page of it that somebody opens who is signed in nowhere is where they come to', async () => {
    const acme = await makeShared(warder, slug())
    const { id, email } = await somebody()
    await acme.member(id)
    for (const path of ['/account/approvals', '/account/api-keys', '/account/agents']) {
      const browser = warder.browser()
      const login = await browser.open(acme.at(path))
      assert.match(login.path, /^\/login\?return_to=\/account\/organisations\//, login.path)
      const page = await browser.submit(login, '/login', { ...signIn, email })
      assert.equal((await browser.submit(page, page.path, {})).path, acme.at(path))
    }
    const browser = await firstTenant(warder).signedIn(email)
    const odd = await browser.open(`/account/organisations/${acme.tenant.slug}/constructor`)
    assert.match(odd.html, new RegExp(`action="/account/organisations/${acme.tenant.slug}"`))
  })

  test('whoever is taken out is led to the page that says so', async () => {
    const acme = await makeShared(warder, slug())
    const { id, email } = await somebody()
    await acme.member(id)
    const browser = await firstTenant(warder).signedIn(email)
    const list = await browser.open('/account/organisations')
    await browser.submit(list, `/account/organisations/${acme.tenant.slug}`, {})
    await removeMember(acme.by, id)
    assert.equal((await browser.send(acme.at('/auth/me'))).status, 401)
    assert.equal((await browser.open(await asked(acme))).status, 403)
  })

  test('what a member allowed to an application, also for when they are away, and their key there, end with the membership', async () => {
    const acme = await makeShared(warder, slug())
    const { id, email } = await somebody()
    await acme.member(id)
    const client = await acme.client()
    const browser = await firstTenant(warder).signedIn(email)
    const address = oauthWorld(warder).address(client, { scope: 'openid offline_access', prompt: 'consent' })
    const page = await browser.open(acme.tenant.prefix + address)
    const code = new URL((await goOn(browser, page, acme)).path).searchParams.get('code') ?? ''
    const token = async (fields: Record<string, string>) =>
      warder.form(acme.at('/oauth/token'), fields, basicOf(client))
    const tokens = await token({ grant_type: 'authorization_code', code, redirect_uri, code_verifier })
    const { refresh_token = '', access_token } = await json<Tokens>(tokens)
    const wanted = { name: 'Robot', scopes: ['profile:read'] }
    const own = { authorization: `Bearer ${await acme.token(email)}` }
    const made = await json<{ key: string }>(await warder.post(acme.at('/api/keys'), wanted, own))
    const key = { 'x-api-key': made.key }
    const userinfo = async () =>
      (await warder.get(acme.at('/oauth/userinfo'), { authorization: `Bearer ${access_token}` })).status
    assert.deepEqual([await userinfo(), (await warder.get(acme.at('/auth/me'), key)).status], [200, 200])
    const again = await token({ grant_type: 'refresh_token', refresh_token })
    const { refresh_token: next = '' } = await json<Tokens>(again)

    await removeMember(acme.by, id)
    assert.equal(await userinfo(), 401)
    assert.equal((await token({ grant_type: 'refresh_token', refresh_token: next })).status, 400)
    assert.equal((await warder.get(acme.at('/auth/me'), key)).status, 401)
    const { db } = warder.app
    const consents = await db.selectFrom('consent').select('withdrawn_at').where('user_id', '=', id).execute()
    assert.deepEqual(consents, [{ withdrawn_at: warder.clock.now }])
  })

  test('a session of another tenant is not counted among those that somebody may have, and ends nothing', async () => {
    const few = await startWarder({ 'session.max': '2' })
    const acme = await makeShared(few, 'acme')
    const { id, email } = await few.user()
    await acme.member(id)
    const browser = await firstTenant(few).signedIn(email)
    await browser.submit(await browser.open('/account/organisations'), '/account/organisations/acme', {})
    const here = async (path: string) => (await browser.send(path)).status
    assert.deepEqual([await here('/auth/me'), await here('/t/acme/auth/me')], [200, 200])
    few.clock.now += 1
    await few.tokens(email)
    assert.deepEqual([await here('/auth/me'), await here('/t/acme/auth/me')], [200, 200])
    few.clock.now += 1
    await few.tokens(email)
    assert.deepEqual([await here('/auth/me'), await here('/t/acme/auth/me')], [401, 401])
    await few.close()
  })

  for (const when_full of ['drop-oldest', 'refuse'])
    test(`as many sessions are opened from others in one tenant as somebody may have, where ${when_full}`, async () => {
      const few = await startWarder({ 'session.max': '2', 'session.when_full': when_full })
      const [acme, beta] = [await makeShared(few, 'acme'), await makeShared(few, 'beta')]
      const { id, email } = await few.user()
      await acme.member(id)
      await beta.member(id)
      const bearer = { authorization: `Bearer ${(await few.tokens(email)).access_token}` }
      const goOn = async (slug: string) => {
        few.clock.now += 1
        return (await few.post(`/auth/tenants/${slug}/switch`, {}, bearer)).status
      }
      const answers = [await goOn('acme'), await goOn('acme'), await goOn('acme'), await goOn('beta')]
      assert.deepEqual(answers, [200, 200, when_full === 'refuse' ? 409 : 200, 200])
      const open = await few.app.db
        .selectFrom('session')
        .select(['tenant_id', 'created_at'])
        .where('revoked_at', 'is', null)
        .orderBy('created_at')
        .execute()
      const start = few.clock.now - 4
      const kept = when_full === 'refuse' ? [1, 2] : [2, 3]
      assert.deepEqual(
        open.map(({ created_at }) => created_at - start),
        [0, ...kept, 4],
        'the sign-in itself is not touched',
      )
      const events = few.app.db.selectFrom('audit_event').select('type').where('actor', '=', id)
      const told = await events.where('outcome', '=', 'refused').execute()
      assert.deepEqual(told, when_full === 'refuse' ? [{ type: 'session.opened' }] : [])
      assert.equal((await few.get('/auth/me', bearer)).status, 200)
      await few.close()
    })

  test('another site opens nothing by leading there, and sends no form', async () => {
    const acme = await makeShared(warder, slug())
    const { id, email } = await somebody()
    await acme.member(id)
    const browser = await firstTenant(warder).signedIn(email)
    const path = `/account/organisations/${acme.tenant.slug}`
    await browser.open(path)
    const body = 'csrf_token=x'
    const sent = await browser.send(path, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(body.length),
        origin: 'https://evil.example',
      },
    })
    assert.equal(sent.status, 403)
    assert.ok(!browser.cookies.has(`__Host-warder_session_${acme.tenant.slug}`))
  })
})
