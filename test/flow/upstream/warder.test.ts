import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { createBrowser, type Browser, type Page } from '../../support/cookies.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { whoIs } from '../../support/upstream/world.ts'
import { goodPassword } from '../../support/warder.ts'

const email = 'ada@example.com'

/** A browser as one server sees it. */
const browserAt = ({ origin }: LiveWarder): Browser =>
  createBrowser((path, init) => fetch(origin + path, { ...init, redirect: 'manual' }), origin)

describe('one Warder where people sign in with another', () => {
  let upper: LiveWarder
  let here: LiveWarder
  before(async () => {
    upper = await startLive()
    here = await startLive()
    const client = await createClient(upper.operator, {
      name: 'Here',
      type: 'confidential',
      redirect_uris: [`${here.origin}/auth/oauth/upper/callback`],
    })
    const provider = { name: 'upper', title: 'Upper', kind: 'openid', issuer: upper.origin } as const
    const { client_id, client_secret } = client
    const sign_in_with = [{ ...provider, client_id, client_secret, native_client_ids: [], domains: [] }]
    Object.assign(here.app.config, { sign_in_with })
    await createUser(upper.operator, { email, full_name: 'Ada Lovelace', password: goodPassword })
  })
  after(async () => {
    await here.stop()
    await upper.stop()
  })

  /** Signs Ada in there, from the address that the browser was sent to, and comes back with the answer. */
  const comeBack = async (browser: Browser, begun: Page, who = email): Promise<Page> => {
    const there = browserAt(upper)
    const login = await there.open(begun.path.slice(upper.origin.length))
    let page = await there.submit(login, '/login', { email: who, password: goodPassword })
    if (page.path.startsWith('/consent')) page = await there.submit(page, '/consent', { decision: 'allow' })
    assert.ok(page.path.startsWith(here.origin), page.path)
    return browser.open(page.path.slice(here.origin.length))
  }

  test('a real flow, with discovery, PKCE, nonce, keys and the issuer in the answer (RFC 9207)', async () => {
    const browser = browserAt(here)
    const page = await comeBack(browser, await browser.open('/auth/oauth/upper'))
    assert.equal(page.path, '/account')
    assert.equal(await whoIs(browser), email)
    assert.match(page.html, /Ada Lovelace/)
  })

  const redirect_uri = 'https://app.example/cb'
  /** An application sends its person here, who chooses to sign in there. */
  const fromApplication = async (browser: Browser): Promise<Page> => {
    const app = await createClient(here.operator, {
      name: 'Notes',
      type: 'public',
      redirect_uris: [redirect_uri],
    })
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: app.client_id,
      redirect_uri,
      scope: 'openid',
      state: 'xyz',
      code_challenge: 'A'.repeat(43),
      code_challenge_method: 'S256',
    })
    const login = await browser.open(`/oauth/authorize?${query.toString()}`)
    const [, button = ''] = /href="(\/auth\/oauth\/upper\?[^"]+)"/.exec(login.html) ?? []
    return browser.open(button.replaceAll('&amp;', '&'))
  }

  test('an application that waits here goes on when its person comes back', async () => {
    const browser = browserAt(here)
    const page = await comeBack(browser, await fromApplication(browser))
    assert.match(page.html, /Notes/)
    const done = await browser.submit(page, '/consent', { decision: 'allow' })
    assert.match(done.path, /^https:\/\/app\.example\/cb\?.*code=/)
  })

  test('it waits also while somebody connects the account first', async () => {
    const bob = 'bob@example.com'
    for (const { operator } of [upper, here])
      await createUser(operator, { email: bob, full_name: 'Bob', password: goodPassword })
    const browser = browserAt(here)
    const login = await comeBack(browser, await fromApplication(browser), bob)
    const asked = await browser.submit(login, '/login', { email: bob, password: goodPassword })
    // Browsers look at where a form leads in the end.
    assert.match(
      asked.headers.get('content-security-policy') ?? '',
      /form-action 'self' https:\/\/app\.example/,
    )
    const page = await browser.submit(asked, '/account/security/identities/connect', {})
    assert.match(page.html, /Notes/)
    const done = await browser.submit(page, '/consent', { decision: 'allow' })
    assert.match(done.path, /^https:\/\/app\.example\/cb\?.*code=/)
  })

  test('a place at an application is where the person goes, after a second step by way of a page of ours', async () => {
    const place = 'https://app.example/notes?id=7'
    const browser = browserAt(here)
    const begin = () => browser.open(`/auth/oauth/upper?redirect=${encodeURIComponent(place)}`)
    assert.equal((await comeBack(browser, await begin())).path, place)

    await here.app.db.updateTable('user').set({ second_factor_required_at: 1 }).execute()
    const other = browserAt(here)
    const page = await comeBack(
      other,
      await other.open(`/auth/oauth/upper?redirect=${encodeURIComponent(place)}`),
    )
    const url = new URL(page.path, here.origin)
    assert.equal(url.pathname, '/mfa/set-up')
    const go = url.searchParams.get('return_to') ?? ''
    assert.match(go, /^\/auth\/oauth\/upper\/go\?state=wot_/)
    // Nobody who is not signed in is led there, nor in another browser.
    assert.match((await other.open(go)).path, /^\/login/)
    assert.match((await browserAt(here).open(go)).path, /^\/login/)
  })
})
