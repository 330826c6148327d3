import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { after, before, beforeEach, test } from 'node:test'
import type { SafeFetch } from '../../../packages/warder/src/http/outbound/safe-fetch.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { ageTokens } from '../../support/vault/rows.ts'
import { vaultWorld, withVault, type VaultWorld } from '../../support/vault/world.ts'

const canary = 'canary-of-the-token-endpoint'
const answered = (response: ServerResponse, status: number, type: string, body: string) =>
  void response.writeHead(status, { 'content-type': type }).end(body)
const json = (response: ServerResponse, status: number, body: unknown) =>
  answered(response, status, 'application/json', JSON.stringify(body))

onEveryDatabase(
  'a service whose token endpoint answers oddly',
  (warder) => {
    let world: VaultWorld
    let fetch: SafeFetch
    before(async () => {
      world = await vaultWorld(warder)
      fetch = warder.app.oauth.fetch
      // Nobody waits for what never comes as long as they would.
      warder.app.oauth.fetch = (url, options) => fetch(url, { ...options, timeout_ms: 200 })
    })
    beforeEach(() => void world.service.answers.delete('/token'))
    after(async () => {
      warder.app.oauth.fetch = fetch
      await world.service.close()
    })

    // oxfmt-ignore
    const odd: [what: string, answer: (response: ServerResponse) => void][] = [
      ['a page',                     (response) => answered(response, 200, 'text/html', `<h1>${canary}</h1>`)],
      ['a page that says 500',       (response) => answered(response, 500, 'text/html', `<h1>${canary}</h1>`)],
      ['an error that says 200',     (response) => json(response, 200, { error: 'invalid_grant', error_description: canary })],
      ['JSON that is a list',        (response) => json(response, 200, [canary])],
      ['no token',                   (response) => json(response, 200, { token_type: 'Bearer', refresh_token: canary })],
      ['a token of another kind',    (response) => json(response, 200, { access_token: canary, token_type: 'mac' })],
      ['a redirect',                 (response) => void response.writeHead(302, { location: `http://127.0.0.1:1/${canary}` }).end()],
      ['ten megabytes',              (response) => answered(response, 200, 'application/json', canary.padEnd(10_000_000, 'x'))],
      ['nothing, and hangs up',      (response) => void response.destroy()],
      ['nothing at all',             () => undefined],
    ]
    for (const [what, answer] of odd) {
      test(`connecting: ${what} connects nothing, and the next attempt does`, async () => {
        const ada = await world.someone()
        const browser = await world.signIn(ada)
        const back = world.service.allow(await world.begin(browser))
        world.service.answers.set('/token', answer)
        const page = await browser.send(back)
        assert.equal(page.status, 502)
        assert.ok(!(await page.text()).includes(canary))
        world.service.answers.delete('/token')
        assert.equal((await browser.send(back)).status, 400, 'an answer counts once')
        assert.deepEqual(await world.connections(ada), [])
        assert.equal((await world.connect(browser)).status, 200)
        assert.equal((await world.connections(ada)).length, 1)
        assert.ok(!warder.lines.join('').includes(canary))
      })

      test(`renewing: ${what} fails the call alone, and the next one goes well`, async () => {
        const ada = await world.connected()
        const token = await world.tokenOf(ada)
        await ageTokens(warder, ada)
        world.service.answers.set('/token', answer)
        await world.refused(502, 'provider_failed', ada, {}, token)
        world.service.answers.delete('/token')
        assert.equal((await world.connections(ada))[0]?.status, 'active')
        assert.equal((await world.called(ada, {}, token)).status, 200)
        assert.equal(world.service.reused, 0)
        assert.ok(!warder.lines.join('').includes(canary))
      })
    }
  },
  withVault,
)
