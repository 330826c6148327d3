import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  addressOf,
  answerPages,
  callToken,
  random,
  redemption,
  register,
  requestOf,
  visit,
  type Application,
  type Params,
} from '../support/application.ts'
import { callbackOf, checkCallback, checkErrorCallback, checkTokenAnswer, run } from '../support/checks.ts'
import { jwtOf } from '../support/jwt.ts'
import { person, startSuite, type Suite } from '../support/suite.ts'

/** Errors of a server that would have had to show a page. */
const needsPage = ['login_required', 'interaction_required', 'account_selection_required', 'consent_required']

describe('oidcc-basic-certification-test-plan: requests', () => {
  let suite: Suite
  let application: Application
  before(async () => {
    suite = await startSuite()
    application = await register(suite)
  })
  after(() => suite.stop())

  const open = async (change: Params, browser = suite.browser()) => {
    const request = requestOf(application, change)
    const page = await browser.open(addressOf(suite, request))
    return { page, state: request['state'] }
  }

  test('oidcc-response-type-missing: an error that says so', async () => {
    const { page, state } = await open({ response_type: undefined })
    const error = ['invalid_request', 'unsupported_response_type']
    checkErrorCallback(suite, callbackOf(application, page), { state, error })
  })

  test('oidcc-ensure-request-without-nonce-succeeds-for-code-flow', async () => {
    const { claims } = await run(suite, application, { nonce: undefined })
    assert.equal(claims['nonce'], undefined)
  })

  for (const display of ['page', 'popup']) {
    test(`oidcc-display-${display}`, async () => {
      await run(suite, application, { display })
    })
  }

  test('oidcc-prompt-login: a second sign-in, later than the first', async () => {
    const first = await run(suite, application)
    suite.wait(1)
    const second = await run(suite, application, { prompt: 'login' }, first.browser)
    assert.ok(second.signedIn)
    assert.equal(second.claims.sub, first.claims.sub)
    assert.ok(Number(second.claims['auth_time']) > Number(first.claims['auth_time']))
  })

  test('oidcc-prompt-none-not-logged-in: an error of a page that would be needed', async () => {
    const { page, state } = await open({ prompt: 'none' })
    checkErrorCallback(suite, callbackOf(application, page), { state, error: needsPage })
  })

  test('oidcc-prompt-none-logged-in: the same sign-in, without a page', async () => {
    const first = await run(suite, application)
    suite.wait(1)
    const second = await run(suite, application, { prompt: 'none' }, first.browser)
    assert.ok(!second.signedIn && !second.asked)
    assert.deepEqual(
      [second.claims.sub, second.claims['auth_time']],
      [first.claims.sub, first.claims['auth_time']],
    )
  })

  test('oidcc-max-age-1: a sign-in that is too old is done again', async () => {
    const first = await run(suite, application)
    suite.wait(2)
    const second = await run(suite, application, { max_age: '1' }, first.browser)
    assert.ok(second.signedIn)
    const time = Number(second.claims['auth_time'])
    assert.ok(time > Number(first.claims['auth_time']))
    assert.ok(suite.now() - time < 60, 'and is new')
  })

  test('oidcc-max-age-10000: one that is not is left', async () => {
    const first = await run(suite, application, { max_age: '15000' })
    suite.wait(1)
    const second = await run(suite, application, { max_age: '10000' }, first.browser)
    assert.ok(!second.signedIn)
    assert.equal(second.claims['auth_time'], first.claims['auth_time'])
  })

  test('oidcc-ensure-request-with-unknown-parameter-succeeds', async () => {
    await run(suite, application, { extra: 'foobar' })
  })

  test('oidcc-id-token-hint: with prompt=none, for the person who is signed in', async () => {
    const first = await run(suite, application)
    const hint = { prompt: 'none', id_token_hint: first.tokens.id_token }
    const second = await run(suite, application, hint, first.browser)
    assert.equal(second.claims.sub, first.claims.sub)
  })

  test('oidcc-login-hint: the page has it filled in', async () => {
    const { page } = await open({ login_hint: 'bob@example.com' })
    assert.match(page.html, /value="bob@example\.com"/)
    await run(suite, application, { login_hint: 'bob@example.com' })
  })

  test('oidcc-ui-locales, oidcc-claims-locales: languages that there are not', async () => {
    await run(suite, application, { ui_locales: 'se' })
    await run(suite, application, { claims_locales: 'se' })
  })

  test('oidcc-ensure-request-with-acr-values-succeeds: the token has one of those that were asked for', async () => {
    const values = suite.metadata['acr_values_supported'] as string[]
    const { claims } = await run(suite, application, { acr_values: values.join(' ') })
    assert.ok(values.includes(String(claims['acr'])))
  })

  test('oidcc-ensure-registered-redirect-uri: a page that says so, and no way there', async () => {
    const { page } = await open({ redirect_uri: `${application.redirect_uri}${random()}` })
    assert.equal(page.status, 400)
    assert.match(page.html, /has not registered/)
    assert.match(page.html, /application_refused/)
  })

  test('oidcc-ensure-post-request-succeeds: the request as a form', async () => {
    const browser = suite.browser()
    const request = requestOf(application)
    const { pathname } = new URL(String(suite.metadata['authorization_endpoint']))
    const answer = await browser.send(pathname, { method: 'POST', body: new URLSearchParams(request) })
    const next = new URL(answer.headers.get('location') ?? '', suite.metadata.issuer)
    const { page } = await answerPages(browser, await browser.open(next.pathname + next.search))
    const code = checkCallback(suite, callbackOf(application, page), request['state'])
    await checkTokenAnswer(await callToken(suite, application, redemption(application, code)))
  })

  const objectOf = (request: Record<string, string>) => ({
    ...request,
    aud: suite.metadata.issuer,
    iss: application.client_id,
  })
  const unsigned = (claims: object) => jwtOf(application.key, claims, { alg: 'none', kid: undefined })

  test('oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported', async () => {
    // Skipped by the suite where `none` is not offered. The object is never fetched.
    assert.ok(!(suite.metadata['request_object_signing_alg_values_supported'] as string[]).includes('none'))
    const request_uri = suite.site.serve('/request', {})
    const { page, state } = await open({ request_uri })
    checkErrorCallback(suite, callbackOf(application, page), { state, error: ['request_uri_not_supported'] })
    assert.ok(!suite.site.received.some(({ path }) => path === '/request'))
  })

  test('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported', async () => {
    const request = requestOf(application)
    const { page, state } = await open({ request: unsigned(objectOf(request)), state: request['state'] })
    checkErrorCallback(suite, callbackOf(application, page), { state, error: ['request_not_supported'] })
  })

  test('oidcc-ensure-request-object-with-redirect-uri: skipped by the suite without none; a signed one takes precedence', async () => {
    const request = requestOf(application)
    const object = jwtOf(application.key, objectOf(request), { kid: undefined })
    const beside = { request: object, redirect_uri: `${application.redirect_uri}${random()}` }
    const asked = { client_id: application.client_id, scope: 'openid', response_type: 'code', ...beside }
    const { page } = await visit(suite.browser(), addressOf(suite, asked))
    checkCallback(suite, callbackOf(application, page), request['state'])
  })

  test('the person denies: access_denied', async () => {
    const asking = await register(suite)
    const request = requestOf(asking)
    const { page } = await visit(suite.browser(), addressOf(suite, request), 'deny')
    checkErrorCallback(suite, callbackOf(asking, page), { state: request['state'], error: ['access_denied'] })
    assert.ok(!page.path.includes(person.email))
  })
})
