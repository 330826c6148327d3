import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startIssuer, type Issuer } from '../../support/upstream/issuer.ts'
import {
  at,
  lastReason,
  offer,
  upstreamWorld,
  whoIs,
  withLocalIssuers,
} from '../../support/upstream/world.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

const ada = { sub: 'ada', email: 'ada@acme.example', email_verified: true }

describe('what comes back from an account elsewhere', () => {
  let warder: TestWarder
  let issuer: Issuer
  let other: Issuer
  let world: ReturnType<typeof upstreamWorld>
  before(async () => {
    issuer = await startIssuer(() => warder.clock.now)
    other = await startIssuer()
    warder = await startWarder(withLocalIssuers)
    offer(warder, [at(issuer), at(other, 'other'), at(issuer, 'twin')])
    world = upstreamWorld(warder, issuer)
  })
  after(async () => {
    await warder.close()
    await issuer.close()
    await other.close()
  })

  const answered = async () => {
    const browser = warder.browser()
    const back = issuer.allow(await world.begin(browser), ada)
    return { browser, back }
  }

  test('UP-01 a state that is missing, unknown, empty or sent twice signs nobody in', async () => {
    const { browser, back } = await answered()
    const [path = '', query = ''] = back.split('?')
    const without = new URLSearchParams(query)
    without.delete('state')
    const sent = [
      without.toString(),
      `${without.toString()}&state=`,
      `${without.toString()}&state=wot_${'A'.repeat(43)}`,
      `${query}&state=wot_${'A'.repeat(43)}`,
    ]
    for (const one of sent) {
      const page = await browser.open(`${path}?${one}`)
      assert.deepEqual([page.status, await whoIs(browser)], [400, undefined], one)
    }
  })

  test('UP-01 an answer counts once', async () => {
    const { browser, back } = await answered()
    assert.equal((await browser.open(back)).path, '/account')
    const again = warder.browser()
    for (const name of browser.cookies.keys())
      if (name.endsWith('_browser')) again.cookies.set(name, browser.cookies.get(name) ?? '')
    assert.equal((await again.open(back)).status, 400)
    assert.equal(await whoIs(again), undefined)
  })

  test('UP-01 an answer to another browser signs nobody in, and is spent by the attempt', async () => {
    const { browser, back } = await answered()
    const victim = warder.browser()
    await victim.open('/login')
    assert.equal((await victim.open(back)).status, 400)
    assert.equal(await whoIs(victim), undefined)
    assert.equal((await browser.open(back)).status, 400)
  })

  test('UP-01 of twenty answers at once one signs in', async () => {
    const { browser, back } = await answered()
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async () => (await browser.send(back)).status),
    )
    assert.deepEqual(statuses.filter((status) => status === 303).length, 1)
  })

  test('UP-01 an answer that comes too late signs nobody in', async () => {
    const { browser, back } = await answered()
    warder.clock.now += 15 * 60
    assert.equal((await browser.open(back)).status, 400)
    warder.clock.now -= 15 * 60
  })

  test('UP-22 an answer at the address of another provider is none, whoever it is from', async () => {
    for (const name of ['other', 'twin']) {
      const { browser, back } = await answered()
      assert.equal((await browser.open(back.replace('/acme/', `/${name}/`))).status, 400)
      assert.equal(await whoIs(browser), undefined)
    }
  })

  test('UP-22 a code of one provider is worth nothing at the other (mix-up)', async () => {
    const browser = warder.browser()
    const begun = await browser.open('/auth/oauth/other')
    const state = new URL(begun.path).searchParams.get('state') ?? ''
    const { searchParams } = new URL(
      issuer.allow(await world.begin(warder.browser()), ada),
      'https://id.example',
    )
    const page = await browser.open(
      `/auth/oauth/other/callback?code=${searchParams.get('code')}&state=${state}`,
    )
    assert.match(page.path, /why=failed$/)
    assert.equal(await whoIs(browser), undefined)
  })

  test('UP-22 RFC 9207 §2.4: an issuer that is not the one that was asked is refused, also where it names no other', async () => {
    assert.match(await world.refused(ada, { iss: other.origin }), /why=failed$/)
    assert.equal(await lastReason(warder), 'iss')
    const browser = warder.browser()
    await world.signIn(browser, ada, { more: { iss: issuer.origin } })
    assert.equal(await whoIs(browser), ada.email)
    issuer.metadata = { authorization_response_iss_parameter_supported: true }
    warder.clock.now += 601
    assert.match(await world.refused(ada), /why=failed$/)
    assert.equal(await lastReason(warder), 'iss')
    issuer.metadata = {}
    warder.clock.now += 601
  })

  test('a code that somebody else got is worth nothing in another attempt (code injection)', async () => {
    const stolen = new URL(issuer.allow(await world.begin(warder.browser()), ada), 'https://id.example')
    const browser = warder.browser()
    const own = new URL(await world.begin(browser)).searchParams.get('state') ?? ''
    const page = await browser.open(
      `/auth/oauth/acme/callback?code=${stolen.searchParams.get('code')}&state=${own}`,
    )
    assert.match(page.path, /why=failed$/)
    assert.equal(await whoIs(browser), undefined)
  })

  test('UP-23 an error of the provider comes back as plain words, and nothing of it is shown', async () => {
    const browser = warder.browser()
    const state = async () => new URL(await world.begin(browser)).searchParams.get('state') ?? ''
    const described = `error_description=${encodeURIComponent('<script>alert(1)</script>')}&error_uri=javascript:alert(1)`
    const page = await browser.open(
      `/auth/oauth/acme/callback?error=access_denied&${described}&state=${await state()}`,
    )
    assert.match(page.html, /You did not let Acme &amp; Co tell us who you are/)
    assert.doesNotMatch(page.html, /alert\(|javascript:/)
    const strange = await browser.open(`/auth/oauth/acme/callback?error=%3Cscript%3E&state=${await state()}`)
    assert.match(strange.html, /did not work just now/)
    assert.doesNotMatch(strange.html, /%3Cscript|<script>/)
    // Nobody can put words on the page by its address.
    for (const word of ['__proto__', 'constructor', 'toString', '<script>', '']) {
      const page = await browser.open(`/login?with=acme&why=${encodeURIComponent(word)}`)
      assert.deepEqual([page.status, page.html.includes('role="alert"')], [200, false], word)
    }
  })

  test('SE-22 where one wanted to go is a page of ours, or the account', async () => {
    const places = [
      '//evil.example',
      '/\\evil.example',
      '\t//evil.example',
      'https:evil.example',
      '/%09/evil.example',
      'javascript:alert(1)',
      'https://id.example@evil.example',
      'https://id.example.evil.example',
    ]
    for (const place of places) {
      const browser = warder.browser()
      const page = await world.signIn(browser, ada, { query: `?redirect=${encodeURIComponent(place)}` })
      assert.equal(page.path, '/account', place)
    }
  })

  test('a provider that nobody set up is not there', async () => {
    for (const path of ['', '/callback', '/resume', '/admin-consent'])
      assert.equal((await warder.get(`/auth/oauth/google${path}`)).status, 404)
    assert.equal((await warder.get('/auth/oauth/acme/admin-consent')).status, 404)
  })
})
