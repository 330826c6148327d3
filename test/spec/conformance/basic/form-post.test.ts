import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { hiddenFields, type Page } from '../../../support/cookies.ts'
import {
  addressOf,
  callToken,
  random,
  redemption,
  register,
  requestOf,
  visit,
  type Application,
  type Params,
} from '../support/application.ts'
import { checkCallback, checkErrorCallback, checkIdToken, checkTokenAnswer } from '../support/checks.ts'
import { startSuite, type Suite } from '../support/suite.ts'

/** The same modules as the basic plan, with `response_mode=form_post`; what the mode has no part in is not repeated. */
describe('oidcc-formpost-basic-certification-test-plan', () => {
  let suite: Suite
  let application: Application
  before(async () => {
    suite = await startSuite()
    application = await register(suite)
  })
  after(() => suite.stop())

  /** What the form of a page would post to the application: nothing of it stands in the address. */
  const posted = (page: Page): URLSearchParams => {
    assert.equal(page.status, 200)
    assert.ok(page.path.startsWith('/'), 'the answer stands in no address')
    assert.ok(!/[?&](code|error)=/.test(page.path))
    assert.match(page.html, /<form[^>]* method="post"/)
    assert.match(page.headers.get('cache-control') ?? '', /no-store/)
    return new URLSearchParams(hiddenFields(page.html, application.redirect_uri))
  }
  const open = async (change: Params, browser = suite.browser()) => {
    const request = requestOf(application, { response_mode: 'form_post', ...change })
    const visited = await visit(browser, addressOf(suite, request))
    return { ...visited, browser, request }
  }
  const whole = async (change: Params = {}, browser = suite.browser()) => {
    const { page, request, signedIn } = await open(change, browser)
    const code = checkCallback(suite, posted(page), request['state'])
    const tokens = await checkTokenAnswer(await callToken(suite, application, redemption(application, code)))
    return {
      browser,
      signedIn,
      claims: await checkIdToken(suite, application, tokens, request['nonce']),
      tokens,
    }
  }

  test('the mode is announced', () => {
    assert.ok((suite.metadata['response_modes_supported'] as string[]).includes('form_post'))
  })

  // oxfmt-ignore
  const successes: [module: string, change: Params][] = [
    ['oidcc-server',                                                 {}],
    ['oidcc-ensure-request-without-nonce-succeeds-for-code-flow',    { nonce: undefined }],
    ['oidcc-scope-all',                                              { scope: 'openid profile email address phone' }],
    ['oidcc-display-page',                                           { display: 'page' }],
    ['oidcc-ensure-request-with-unknown-parameter-succeeds',         { extra: 'foobar' }],
    ['oidcc-login-hint',                                             { login_hint: 'bob@example.com' }],
    ['oidcc-ui-locales',                                             { ui_locales: 'se' }],
    ['a state with characters of HTML',                              { state: `">'<&${random()}` }],
  ]
  for (const [module, change] of successes) test(module, async () => void (await whole(change)))

  test('oidcc-prompt-none-not-logged-in, oidcc-response-type-missing: errors take the same way', async () => {
    for (const [change, error] of [
      [{ prompt: 'none' }, 'login_required'],
      [{ response_type: undefined }, 'invalid_request'],
    ] as const) {
      const { page, request } = await open(change)
      checkErrorCallback(suite, posted(page), { state: request['state'], error: [error] })
    }
  })

  test('oidcc-prompt-none-logged-in, oidcc-prompt-login, oidcc-max-age-1, oidcc-id-token-hint', async () => {
    const first = await whole()
    suite.wait(2)
    assert.ok(!(await whole({ prompt: 'none' }, first.browser)).signedIn)
    const hint = { prompt: 'none', id_token_hint: first.tokens.id_token }
    assert.ok(!(await whole(hint, first.browser)).signedIn)
    assert.ok((await whole({ max_age: '1' }, first.browser)).signedIn)
    assert.ok((await whole({ prompt: 'login' }, first.browser)).signedIn)
  })
})
