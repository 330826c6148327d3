import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from '../../../support/cookies.ts'
import { addressOf, random, register, requestOf, type Application } from '../support/application.ts'
import { callbackOf, checkErrorCallback, run, type Flow } from '../support/checks.ts'
import { claimsOf, jwtOf } from '../support/jwt.ts'
import { startSuite, type Suite } from '../support/suite.ts'

const needsPage = ['login_required', 'interaction_required', 'account_selection_required', 'consent_required']

describe('oidcc-rp-initiated-logout-certification-test-plan', () => {
  let suite: Suite
  let application: Application
  let afterwards: string
  before(async () => {
    suite = await startSuite()
    afterwards = `${suite.site.origin}/post_logout_redirect`
    application = await register(suite, 'client_secret_basic', { post_logout_redirect_uris: [afterwards] })
  })
  after(() => suite.stop())

  type Asked = Record<string, string | undefined>

  const leave = (browser: Browser, asked: Asked) => {
    const { pathname } = new URL(String(suite.metadata['end_session_endpoint']))
    const given = Object.entries(asked).filter((one): one is [string, string] => one[1] !== undefined)
    const query = new URLSearchParams(given).toString()
    return browser.open(query === '' ? pathname : `${pathname}?${query}`)
  }
  /** The request that `CreateEndSessionEndpointRequest` makes. */
  const whole = ({ tokens }: Flow) => ({
    id_token_hint: tokens.id_token ?? '',
    post_logout_redirect_uri: afterwards,
    state: random(64),
  })
  /** Whether the person is signed in still: the second authorization of every module. */
  const signedIn = async (browser: Browser) => {
    const request = requestOf(application, { prompt: 'none', state: random(64) })
    const params = callbackOf(application, await browser.open(addressOf(suite, request)))
    if (params.get('code') !== null) return true
    checkErrorCallback(suite, params, { state: request['state'], error: needsPage })
    return false
  }
  const confirm = (browser: Browser, page: Page) => browser.submit(page, '/logout', {})
  /** `CheckPostLogoutState` and `CheckForUnexpectedParametersInPostLogoutRedirect`. */
  const returned = (page: Page, state: string | undefined) => {
    const url = new URL(page.path)
    assert.equal(url.origin + url.pathname, afterwards)
    assert.deepEqual([...url.searchParams], state === undefined ? [] : [['state', state]])
  }
  const asks = (page: Page) => assert.match(page.html, /<form[^>]*action="\/logout"/)
  const stays = (page: Page) => assert.ok(page.path.startsWith('/'), `left for ${page.path}`)

  test('oidcc-rp-initiated-logout-discovery-endpoint-verification', () => {
    assert.match(String(suite.metadata['end_session_endpoint']), /^https:/)
  })

  test('oidcc-rp-initiated-logout: back to the application, signed out', async () => {
    const flow = await run(suite, application)
    const asked = whole(flow)
    returned(await leave(flow.browser, asked), asked.state)
    assert.ok(!(await signedIn(flow.browser)))
  })

  test('oidcc-rp-initiated-logout: a state of every character that one may have', async () => {
    // `CreateRandomEndSessionState`: RFC 6749 Appendix A.5, without what addresses write as a space.
    const state = String.fromCharCode(...Array.from({ length: 94 }, (_, at) => 0x21 + at)).replace('+', '~')
    const flow = await run(suite, application)
    returned(await leave(flow.browser, { ...whole(flow), state }), state)
  })

  const signedAs = (token: string, alg: string) =>
    jwtOf(application.key, claimsOf(token), { alg, kid: undefined })
  const otherSignature = (token: string) => {
    const [header, payload, signature = ''] = token.split('.')
    return [header, payload, (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)].join('.')
  }
  type Whole = ReturnType<typeof whole>
  // oxfmt-ignore
  const wrong: [module: string, change: (asked: Whole) => Asked, says: RegExp][] = [
    ['bad-post-logout-redirect-uri',                     () => ({ post_logout_redirect_uri: `${suite.site.origin}/bad_post_logout_redirect_uri` }), /has not registered the address/],
    ['query-added-to-post-logout-redirect-uri',          () => ({ post_logout_redirect_uri: `${afterwards}?foo=bar` }),                 /has not registered the address/],
    ['modified-id-token-hint: without a signature',      ({ id_token_hint }) => ({ id_token_hint: signedAs(id_token_hint, 'none') }),   /a token that is not ours/],
    ['modified-id-token-hint: with another signature',   ({ id_token_hint }) => ({ id_token_hint: otherSignature(id_token_hint) }),     /a token that is not ours/],
    ['bad-id-token-hint: signed by the application',     ({ id_token_hint }) => ({ id_token_hint: signedAs(id_token_hint, 'RS256') }),  /a token that is not ours/],
    ['bad-id-token-hint: none at all',                   () => ({ id_token_hint: 'not.a.token' }),                                      /a token that is not ours/],
    ['no-id-token-hint',                                 () => ({ id_token_hint: undefined }),                                          /does not say which application/],
  ]
  for (const [module, change, says] of wrong) {
    test(`oidcc-rp-initiated-logout-${module}: a question that says why, and not back`, async () => {
      const flow = await run(suite, application)
      const asked = whole(flow)
      const page = await leave(flow.browser, { ...asked, ...change(asked) })
      asks(page)
      assert.match(page.html, says)
      assert.ok(await signedIn(flow.browser))
      stays(await confirm(flow.browser, page))
      assert.ok(!(await signedIn(flow.browser)))
    })
  }

  test('oidcc-rp-initiated-logout-no-params, -only-state: a question', async () => {
    for (const asked of [{}, { state: random(64) }]) {
      const flow = await run(suite, application)
      const page = await leave(flow.browser, asked)
      asks(page)
      stays(await confirm(flow.browser, page))
      assert.ok(!(await signedIn(flow.browser)))
    }
  })

  test('oidcc-rp-initiated-logout-no-post-logout-redirect-uri: signed out, on a page of ours', async () => {
    const flow = await run(suite, application)
    const page = await leave(flow.browser, { ...whole(flow), post_logout_redirect_uri: undefined })
    stays(page)
    assert.match(page.html, /You are signed out/)
    assert.ok(!(await signedIn(flow.browser)))
  })

  test('oidcc-rp-initiated-logout-no-state: back without one', async () => {
    const flow = await run(suite, application)
    returned(await leave(flow.browser, { ...whole(flow), state: undefined }), undefined)
    assert.ok(!(await signedIn(flow.browser)))
  })
})
