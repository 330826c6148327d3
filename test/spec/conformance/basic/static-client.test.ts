import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually } from '../../../support/eventually.ts'
import { hiddenFields } from '../../../support/cookies.ts'
import { addressOf, callToken, redemption, requestOf, visit } from '../support/application.ts'
import { checkCallback, checkIdToken, checkTokenAnswer, run } from '../support/checks.ts'
import { claimsOf } from '../support/jwt.ts'
import { staticClient } from '../support/static-client.ts'
import { startSuite, type Suite } from '../support/suite.ts'

/** The variant of each plan whose applications the operator made: neither PKCE nor a registration. */
describe('the plans with static_client', () => {
  let suite: Suite
  before(async () => void (suite = await startSuite()))
  after(() => suite.stop())

  for (const method of ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const) {
    test(`oidcc-server, oidcc-scope-all with ${method}`, async () => {
      const application = await staticClient(suite, method)
      await run(suite, application)
      await run(suite, application, { scope: 'openid profile email address phone', nonce: undefined })
    })
  }

  test('oidcc-refresh-token: of one application, and not of another', async () => {
    const [one, other] = [
      await staticClient(suite, 'client_secret_basic'),
      await staticClient(suite, 'client_secret_basic'),
    ]
    const scope = 'openid offline_access'
    const { tokens } = await run(suite, one, { scope, prompt: 'consent' })
    const fields = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '', scope }
    assert.equal((await callToken(suite, other, fields)).status, 400)
    const again = await checkTokenAnswer(await callToken(suite, one, fields))
    await checkIdToken(suite, one, again, undefined)
  })

  test('oidcc-server with form_post', async () => {
    const application = await staticClient(suite, 'client_secret_basic')
    const request = requestOf(application, { response_mode: 'form_post' })
    const { page } = await visit(suite.browser(), addressOf(suite, request))
    const sent = new URLSearchParams(hiddenFields(page.html, application.redirect_uri))
    const code = checkCallback(suite, sent, request['state'])
    const tokens = await checkTokenAnswer(await callToken(suite, application, redemption(application, code)))
    await checkIdToken(suite, application, tokens, request['nonce'])
  })

  test('oidcc-backchannel-rp-initiated-logout, oidcc-frontchannel-rp-initiated-logout', async () => {
    const application = await staticClient(suite, 'client_secret_basic', {
      backchannel_logout_uri: `${suite.site.origin}/backchannel_logout`,
      frontchannel_logout_uri: `${suite.site.origin}/frontchannel_logout`,
    })
    const { browser, tokens, claims } = await run(suite, application)
    const asked = {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: `${suite.site.origin}/post_logout_redirect`,
      state: 'left',
    }
    const page = await browser.open(`/oauth/logout?${new URLSearchParams(asked).toString()}`)
    assert.ok(page.html.includes(`${asked.post_logout_redirect_uri}?state=left`))
    assert.ok(page.html.includes(`${suite.site.origin}/frontchannel_logout?iss=`))
    const news = () => suite.site.received.find(({ path }) => path === '/backchannel_logout')
    await eventually('the application is told', () => news() !== undefined)
    const told = claimsOf(news()?.form.get('logout_token') ?? '')
    assert.deepEqual([told['sub'], told['sid']], [claims.sub, claims['sid']])
  })
})
