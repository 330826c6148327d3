import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { importJwks, verifyJwt } from '@warder/protocol'
import { eventually } from '../../../support/eventually.ts'
import { random, register } from '../support/application.ts'
import { run } from '../support/checks.ts'
import { headerOf } from '../support/jwt.ts'
import { startSuite, type Suite } from '../support/suite.ts'

describe('oidcc-backchannel-… and oidcc-frontchannel-rp-initiated-logout-certification-test-plan', () => {
  let suite: Suite
  before(async () => void (suite = await startSuite()))
  after(() => suite.stop())

  const leave = (hint: string) => {
    const { pathname } = new URL(String(suite.metadata['end_session_endpoint']))
    const post_logout_redirect_uri = `${suite.site.origin}/post_logout_redirect`
    return `${pathname}?${new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri, state: 'left' }).toString()}`
  }
  const afterwards = () => [`${suite.site.origin}/post_logout_redirect`]

  test('oidcc-backchannel-logout-discovery-endpoint-verification, oidcc-frontchannel-logout-discovery-endpoint-verification', () => {
    for (const channel of ['backchannel', 'frontchannel'])
      for (const what of ['logout_supported', 'logout_session_supported'])
        assert.equal(suite.metadata[`${channel}_${what}`], true)
  })

  for (const subject_type of ['public', 'pairwise']) {
    test(`oidcc-backchannel-rp-initiated-logout: the application is told, about its own ${subject_type} subject`, async () => {
      const path = `/${random()}/backchannel_logout`
      const application = await register(suite, 'client_secret_basic', {
        subject_type,
        post_logout_redirect_uris: afterwards(),
        backchannel_logout_uri: suite.site.origin + path,
        backchannel_logout_session_required: true,
      })
      const { browser, tokens, claims } = await run(suite, application)
      const page = await browser.open(leave(tokens.id_token ?? ''))
      assert.equal(new URL(page.path).searchParams.get('state'), 'left')
      const news = () => suite.site.received.find((one) => one.path === path)
      await eventually('the application is told', () => news() !== undefined)
      const told = news() ?? assert.fail()
      assert.deepEqual(
        [told.method, told.type, [...told.form.keys()]],
        ['POST', 'application/x-www-form-urlencoded', ['logout_token']],
      )
      const token = told.form.get('logout_token') ?? ''
      assert.equal(headerOf(token).alg, headerOf(tokens.id_token ?? '').alg)
      const keys = importJwks(await (await suite.get(String(suite.metadata['jwks_uri']))).json())
      const verified = verifyJwt(token, keys, {
        typ: 'logout+jwt',
        issuer: suite.metadata.issuer,
        audience: application.client_id,
        now: suite.now(),
        leeway: 5,
      })
      assert.ok(verified.ok)
      const { sub, sid, nonce, jti, events } = verified.claims as Record<string, unknown>
      assert.deepEqual([sub, sid, nonce], [claims.sub, claims['sid'], undefined])
      assert.ok(typeof jti === 'string')
      assert.deepEqual(events, { 'http://schemas.openid.net/event/backchannel-logout': {} })
    })
  }

  test('oidcc-frontchannel-rp-initiated-logout: the page loads what the application named, with iss and sid', async () => {
    const uri = `${suite.site.origin}/frontchannel_logout`
    const application = await register(suite, 'client_secret_basic', {
      post_logout_redirect_uris: afterwards(),
      frontchannel_logout_uri: uri,
      frontchannel_logout_session_required: true,
    })
    const { browser, tokens, claims } = await run(suite, application)
    const page = await browser.open(leave(tokens.id_token ?? ''))
    assert.equal(page.status, 200)
    const [, src = ''] = /<iframe[^>]* src="([^"]+)"/.exec(page.html) ?? []
    const loaded = new URL(src.replaceAll('&amp;', '&'))
    assert.equal(loaded.origin + loaded.pathname, uri)
    assert.deepEqual(
      [...loaded.searchParams],
      [
        ['iss', suite.metadata.issuer],
        ['sid', claims['sid']],
      ],
    )
    assert.match(page.headers.get('content-security-policy') ?? '', /frame-src https:\/\/localhost:\d+;/)
    assert.ok(page.html.includes(`${afterwards()[0]}?state=left`), 'and leads back to the application')
  })
})
