import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Browser, Page } from '../../support/cookies.ts'
import { answered, claimsOf, startOAuth, type OAuthWorld, type Tokens } from '../../support/oauth.ts'
import { goodPassword, json } from '../../support/warder.ts'

describe('OIDC Core §3.1.2.1 prompt=select_account', () => {
  let world: OAuthWorld
  let client: Awaited<ReturnType<OAuthWorld['client']>>
  let ada: Browser
  before(async () => {
    world = await startOAuth()
    await world.warder.user('bob@example.com')
    client = await world.client({ skip_consent: true })
  })
  beforeEach(async () => {
    ada = await world.signedIn()
    world.warder.clock.now += 10
  })
  after(() => world.warder.close())

  const ask = (browser: Browser, change: Record<string, string> = {}, of = client) =>
    browser.open(world.address(of, { prompt: 'select_account', ...change }))
  const choose = (browser: Browser, page: Page, account: string) =>
    browser.submit(page, '/select-account', { account })
  const asBob = { email: 'bob@example.com', password: goodPassword }
  const claimsFor = async (page: Page) => {
    const answer = await json<Tokens>(await world.redeem(client, answered(page).get('code') ?? ''))
    return claimsOf(answer.id_token ?? '')
  }

  test('a page says who is signed in and for whom, and going on gives the code of the sign-in there was', async () => {
    const page = await ask(ada)
    assert.match(page.path, /^\/select-account\?interaction=/)
    assert.match(page.html, /to continue to <b><bdi>Notes/)
    assert.match(page.html, /Continue as <bdi>Ada Lovelace/)
    assert.match(page.html, /ada@example\.com/)
    assert.match(
      page.headers.get('content-security-policy') ?? '',
      /form-action 'self' https:\/\/app\.example;/,
    )

    const back = await choose(ada, page, 'this')
    assert.equal(answered(back).get('state'), 'a state')
    const { auth_time } = await claimsFor(back)
    assert.equal(auth_time, world.warder.clock.now - 10)
  })

  test('another account signs in, and the request goes on for that one', async () => {
    const login = await choose(ada, await ask(ada), 'other')
    assert.match(login.path, /^\/login\?interaction=/)
    const back = await ada.submit(login, '/login', asBob)
    const { sub, auth_time } = await claimsFor(back)
    const bob = await claimsFor(await (await world.signedIn('bob@example.com')).open(world.address(client)))
    assert.deepEqual([sub, auth_time], [bob['sub'], world.warder.clock.now])
  })

  test('whoever leaves the sign-in is asked again, and whoever comes without a session signs in and is not asked', async () => {
    const page = await ask(ada)
    await choose(ada, page, 'other')
    const again = await ada.open(page.path.replace('/select-account', '/oauth/authorize'))
    assert.match(again.path, /^\/select-account/)

    const nobody = world.warder.browser()
    const login = await ask(nobody)
    assert.match(login.path, /^\/login/)
    assert.ok(answered(await nobody.submit(login, '/login', asBob)).get('code'))
  })

  test('a choice counts for one request, and is asked for again by the next', async () => {
    answered(await choose(ada, await ask(ada), 'this'))
    assert.match((await ask(ada)).path, /^\/select-account/)
  })

  test('consent is asked for after it, and cannot be given before it', async () => {
    const asking = await world.client()
    const page = await ask(ada, {}, asking)
    const codes = await world.codes()
    const early = await ada.submit(
      { ...page, html: page.html.replace('action="/select-account"', 'action="/consent"') },
      '/consent',
      { decision: 'allow' },
    )
    assert.match(early.path, /^\/select-account/)
    assert.equal(await world.codes(), codes)

    const consent = await choose(ada, early, 'this')
    assert.match(consent.path, /^\/consent/)
    assert.ok(answered(await ada.submit(consent, '/consent', { decision: 'allow' })).get('code'))
  })

  test('AZ-32 without its token, with that of another session, or in another browser nothing is chosen', async () => {
    const page = await ask(ada)
    const [, interaction = ''] = page.path.split('interaction=')
    const bob = await world.signedIn('bob@example.com')
    const bobs = await ask(bob)
    const send = async (browser: Browser, shown: Page, fields: Record<string, string>) =>
      (await browser.submit(shown, '/select-account', { account: 'this', ...fields })).status
    assert.equal(await send(ada, page, { csrf_token: '' }), 403)
    assert.equal(await send(ada, bobs, { interaction }), 403)
    assert.equal(await send(bob, bobs, { interaction }), 403)
    assert.equal((await bob.open(page.path)).status, 403)
    assert.match((await ada.open(page.path)).path, /^\/select-account/)
    assert.equal((await ada.open(`/select-account?account=this&interaction=${interaction}`)).status, 200)
    assert.match((await ada.open(`/oauth/authorize?interaction=${interaction}`)).path, /^\/select-account/)
  })

  test('a page that was shown to one person chooses nobody once another has signed in', async () => {
    const page = await ask(ada)
    const [, interaction = ''] = page.path.split('interaction=')
    await ada.submit(await ada.open(`/login?interaction=${interaction}`), '/login', {
      ...asBob,
      interaction: 'none',
    })
    assert.equal((await choose(ada, page, 'this')).status, 403)
  })

  test('a sign-in that is too old, or must be new, is not made good by a choice', async () => {
    assert.match((await ask(ada, { max_age: '5' })).path, /^\/login/)
    assert.match((await ask(ada, { prompt: 'select_account login' })).path, /^\/login/)
    const page = await ask(ada, { max_age: '15' })
    world.warder.clock.now += 10
    assert.match((await choose(ada, page, 'this')).path, /^\/login/)
  })

  test('a request that is over, or was answered, can be chosen for no more', async () => {
    const page = await ask(ada)
    answered(await choose(ada, page, 'this'))
    assert.equal((await choose(ada, page, 'this')).status, 400)
    const late = await ask(ada)
    world.warder.clock.now += 3600
    assert.equal((await choose(ada, late, 'this')).status, 400)
    assert.equal((await ada.open('/select-account')).status, 400)
  })
})
