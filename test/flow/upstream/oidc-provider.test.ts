import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createBrowser, type Browser, type Page } from '../../support/cookies.ts'
import { eventually } from '../../support/eventually.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { whoIs } from '../../support/upstream/world.ts'

const peer = join(import.meta.dirname, '../../../bench/peers/oidc-provider-sign-in.mjs')

describe('signing in at oidc-provider', () => {
  let here: LiveWarder
  let child: ChildProcess
  let origin: string
  before(async () => {
    const port = await freePort()
    origin = `http://127.0.0.1:${port}`
    here = await startLive({
      'sign_in_with.openid.issuers': `peer=${origin}`,
      'sign_in_with.openid.clients': 'peer=warder:wS3uVq0Zb1yXnK5tJ7gP9rLd2hMcFeA8',
    })
    const env = {
      ...process.env,
      PORT: String(port),
      REDIRECT_URI: `${here.origin}/auth/oauth/peer/callback`,
    }
    child = spawn(process.execPath, [peer], { env, stdio: 'ignore' })
    const isUp = () =>
      fetch(`${origin}/jwks`).then(
        ({ ok }) => ok,
        () => false,
      )
    await eventually('oidc-provider answers', isUp, 20_000)
  })
  after(async () => {
    child.kill('SIGKILL')
    await here.stop()
  })

  const at = (server: string): Browser =>
    createBrowser((path, init) => fetch(server + path, { ...init, redirect: 'manual' }), server)
  /** The only form of its pages. */
  const send = (browser: Browser, page: Page, fields: Record<string, string>) => {
    const [, action = ''] = /action="([^"]+)"/.exec(page.html) ?? []
    const path = action.replace(origin, '')
    return browser.submit({ ...page, html: page.html.replace(action, path) }, path, fields)
  }

  test('a real flow: discovery, RS256, basic authentication, the address by userinfo; and the same person again', async () => {
    for (const round of ['the first time', 'again']) {
      const browser = at(here.origin)
      const there = at(origin)
      const begun = await browser.open('/auth/oauth/peer')
      const login = await there.open(begun.path.slice(origin.length))
      const consent = await send(there, login, { prompt: 'login', login: 'ada', password: 'any' })
      const back = await send(there, consent, { prompt: 'consent' })
      assert.ok(back.path.startsWith(here.origin), `${round}: ${back.path}`)
      const page = await browser.open(back.path.slice(here.origin.length))
      assert.equal(page.path, '/account', round)
      assert.equal(await whoIs(browser), 'ada@example.com')
    }
    assert.equal((await here.app.db.selectFrom('user').select('id').execute()).length, 1)
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up))
  const { port } = server.address() as AddressInfo
  await new Promise((down) => server.close(down))
  return port
}
