import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { openBrowser, type TestBrowser } from '../../../support/browser.ts'
import { eventually } from '../../../support/eventually.ts'
import {
  addressOf,
  callToken,
  random,
  redemption,
  register,
  requestOf,
  type Application,
  type Params,
} from '../support/application.ts'
import { goToUrl, planConfig, type PlanConfig } from '../support/automation.ts'
import { checkTokenAnswer } from '../support/checks.ts'
import { claimsOf, jwtOf } from '../support/jwt.ts'
import { startSuite, type Suite } from '../support/suite.ts'

const base = '/test/a/warder'
const logo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** What is pasted into the suite: its browser finds its way through our pages with it, in Chromium as in these tests. */
describe('deploy/conformance: what the browser of the suite is told', () => {
  let suite: Suite
  let browser: TestBrowser
  let application: Application
  before(async () => {
    suite = await startSuite({ 'challenge.mode': 'auto' })
    browser = await openBrowser()
    suite.site.files.set(`${base}/callback`, {
      type: 'text/html',
      body: '<p id="submission_complete">Done</p>',
    })
    suite.site.files.set('/images/openid.png', { type: 'image/png', body: logo })
    application = await registered()
  })
  after(async () => {
    await browser.close()
    await suite.stop()
  })

  const at = (path: string) => suite.site.origin + base + path
  const registered = (change: Record<string, unknown> = {}) =>
    register(suite, 'client_secret_basic', {
      redirect_uris: [at('/callback')],
      post_logout_redirect_uris: [at('/post_logout_redirect')],
      ...change,
    })
  const newPage = () => browser.newPage({ anyCertificate: true })
  /** What an application was sent last, by whichever way. */
  const sent = (path: string) => {
    const last = suite.site.received.findLast((one) => one.path === base + path) ?? assert.fail(path)
    return { ...last, params: last.method === 'POST' ? last.form : last.query }
  }
  const authorize = async (
    page: Page,
    config: PlanConfig,
    module: string,
    change: Params = {},
    of = application,
  ) => {
    const url = new URL(addressOf(suite, requestOf(of, change)), suite.metadata.issuer)
    const pictures = await goToUrl(page, config, module, url.href)
    return { pictures, page }
  }
  const withTokens = async (page: Page, config: PlanConfig, module: string, of = application) => {
    await authorize(page, config, module, {}, of)
    const code = sent('/callback').params.get('code') ?? ''
    return checkTokenAnswer(await callToken(suite, of, redemption(of, code)))
  }

  test('oidcc-basic.json: signs in and allows; a second time for prompt=login and max_age=1, with a picture', async () => {
    const config = planConfig('oidcc-basic', suite)
    const page = await newPage()
    await withTokens(page, config, 'oidcc-server')
    await authorize(page, config, 'oidcc-prompt-none-logged-in', { prompt: 'none' })
    assert.ok(sent('/callback').params.has('code'))
    const again = await authorize(page, config, 'oidcc-prompt-login', { prompt: 'login' })
    assert.match(again.pictures.join(), /Sign in/)
    suite.wait(2)
    const old = await authorize(page, config, 'oidcc-max-age-1', { max_age: '1' })
    assert.match(old.pictures.join(), /Sign in/)
  })

  test('oidcc-basic.json: the form post plan, with the answer in the body', async () => {
    await authorize(await newPage(), planConfig('oidcc-basic', suite), 'oidcc-server', {
      response_mode: 'form_post',
    })
    const { method, params } = sent('/callback')
    assert.deepEqual([method, params.has('code')], ['POST', true])
  })

  // oxfmt-ignore
  const refusals: [file: string, module: string, change: Params, says: RegExp][] = [
    ['oidcc-basic',   'oidcc-ensure-registered-redirect-uri',               { redirect_uri: 'https://other.example/' },       /has not registered/],
    ['oidcc-dynamic', 'oidcc-redirect-uri-query-mismatch',                  { redirect_uri: 'https://localhost/x?bar=foo' },  /has not registered/],
    ['oidcc-dynamic', 'oidcc-redirect-uri-query-added',                     { redirect_uri: 'https://localhost/x?foo=bar' },  /has not registered/],
    ['oidcc-dynamic', 'oidcc-ensure-redirect-uri-in-authorization-request', { redirect_uri: undefined },                      /where to send you/],
  ]
  for (const [file, module, change, says] of refusals) {
    test(`${file}.json: ${module}: a picture of the page that refuses`, async () => {
      const { pictures } = await authorize(await newPage(), planConfig(file, suite), module, change)
      assert.match(pictures.join(), says)
    })
  }

  // oxfmt-ignore
  const told: [module: string, change: Record<string, string>, shows: string][] = [
    ['oidcc-registration-logo-uri',   { logo_uri: '/images/openid.png' }, 'img[src^="data:image/png"]'],
    ['oidcc-registration-policy-uri', { policy_uri: `${base}/policy` },   'text=Privacy policy'],
    ['oidcc-registration-tos-uri',    { tos_uri: `${base}/tos` },         'text=Terms of service'],
  ]
  for (const [module, change, shows] of told) {
    test(`oidcc-dynamic.json: ${module}: a picture of the page to sign in`, async () => {
      const uris = Object.entries(change).map(([name, path]) => [name, suite.site.origin + path])
      const own = await registered(Object.fromEntries(uris) as Record<string, string>)
      const { pictures, page } = await authorize(
        await newPage(),
        planConfig('oidcc-dynamic', suite),
        module,
        {},
        own,
      )
      assert.match(pictures.join(), /Sign in/)
      assert.ok(await page.locator(shows).isVisible())
    })
  }

  type Asked = Record<string, string>
  const leave = async (module: string, change: (whole: Asked) => Asked, of = application) => {
    const config = planConfig('oidcc-logout', suite)
    const page = await newPage()
    const { id_token = '' } = await withTokens(page, config, module, of)
    const whole = {
      id_token_hint: id_token,
      post_logout_redirect_uri: at('/post_logout_redirect'),
      state: random(),
    }
    const asked = new URLSearchParams(change(whole)).toString()
    const url = `${String(suite.metadata['end_session_endpoint'])}${asked === '' ? '' : `?${asked}`}`
    return { pictures: await goToUrl(page, config, module, url), state: whole.state, page }
  }
  /** The second authorization of a module: nobody is signed in any more. */
  const isOut = async (page: Page, module: string, of = application) => {
    await authorize(page, planConfig('oidcc-logout', suite), module, { prompt: 'none' }, of)
    assert.equal(sent('/callback').params.get('error'), 'login_required')
  }
  const without =
    (...names: string[]) =>
    (whole: Asked) =>
      Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name)))

  for (const module of ['oidcc-rp-initiated-logout', 'oidcc-backchannel-rp-initiated-logout']) {
    test(`oidcc-logout.json: ${module}: back at the suite`, async () => {
      const { state, page } = await leave(module, (whole) => whole)
      assert.equal(sent('/post_logout_redirect').params.get('state'), state)
      await isOut(page, module)
    })
  }

  test('oidcc-logout.json: oidcc-frontchannel-rp-initiated-logout: the frame is loaded, and then back at the suite', async () => {
    const own = await registered({
      frontchannel_logout_uri: at('/frontchannel_logout'),
      frontchannel_logout_session_required: true,
    })
    const module = 'oidcc-frontchannel-rp-initiated-logout'
    const { state, page } = await leave(module, (whole) => whole, own)
    await eventually('the frame is loaded', () => sent('/frontchannel_logout').params.has('sid'))
    assert.deepEqual([...sent('/frontchannel_logout').params.keys()], ['iss', 'sid'])
    assert.equal(sent('/post_logout_redirect').params.get('state'), state)
    await isOut(page, module, own)
  })

  const hinted =
    (alg: string) =>
    ({ id_token_hint = '', ...rest }: Asked): Asked => {
      const header = { alg, kid: undefined }
      return { ...rest, id_token_hint: jwtOf(application.key, claimsOf(id_token_hint), header) }
    }
  // oxfmt-ignore
  const pictures: [module: string, change: (whole: Asked) => Asked, says: RegExp][] = [
    ['oidcc-rp-initiated-logout-bad-post-logout-redirect-uri', (whole) => ({ ...whole, post_logout_redirect_uri: at('/bad_post_logout_redirect_uri') }), /has not registered the address/],
    ['oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri', (whole) => ({ ...whole, post_logout_redirect_uri: `${whole['post_logout_redirect_uri']}?foo=bar` }), /has not registered the address/],
    ['oidcc-rp-initiated-logout-bad-id-token-hint',            hinted('RS256'),                                              /a token that is not ours/],
    ['oidcc-rp-initiated-logout-modified-id-token-hint',       hinted('none'),                                               /a token that is not ours/],
    ['oidcc-rp-initiated-logout-no-id-token-hint',             without('id_token_hint'),                                     /does not say which application/],
    ['oidcc-rp-initiated-logout-no-params',                    () => ({}),                                                   /You are signed out/],
    ['oidcc-rp-initiated-logout-only-state',                   without('id_token_hint', 'post_logout_redirect_uri'),         /You are signed out/],
    ['oidcc-rp-initiated-logout-no-post-logout-redirect-uri',  without('post_logout_redirect_uri'),                          /You are signed out/],
  ]
  for (const [module, change, says] of pictures) {
    test(`oidcc-logout.json: ${module}: a picture`, async () => {
      assert.match((await leave(module, change)).pictures.join(), says)
    })
  }

  test('every module that has a picture is named as the suite names it, and no other', () => {
    const names = ['oidcc-basic', 'oidcc-dynamic', 'oidcc-logout'].flatMap((file) =>
      Object.keys(planConfig(file, suite).override),
    )
    const tested = [...refusals.map(([, module]) => module), ...told.map(([module]) => module)]
    const all = [...tested, ...pictures.map(([module]) => module), 'oidcc-prompt-login', 'oidcc-max-age-1']
    assert.deepEqual(names.toSorted(), all.toSorted())
  })
})
