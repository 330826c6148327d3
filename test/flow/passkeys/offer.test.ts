import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'

describe('a passkey is offered after a password', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder()))
  after(() => warder.close())

  const redirect_uri = 'https://notes.example/callback'

  /** An application that waits for whoever signs in. */
  async function authorize(more: Record<string, string> = {}): Promise<string> {
    const { client_id } = await createClient(warder.operator, {
      name: 'Notes',
      type: 'public',
      redirect_uris: [redirect_uri],
      scope: 'openid',
    })
    const query = new URLSearchParams({
      response_type: 'code',
      client_id,
      redirect_uri,
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      ...more,
    })
    return `/oauth/authorize?${query.toString()}`
  }

  const signIn = async (email: string, path: string, passkeys: string) => {
    const browser = warder.browser()
    const login = await browser.open(path)
    const page = await browser.submit(login, '/login', { email, password: goodPassword, passkeys })
    return { browser, page }
  }

  const notNow = (html: string) =>
    /<a class="button" href="([^"]+)">Not now/.exec(html)?.[1]?.replaceAll('&amp;', '&')

  test('once: the first time that the browser could keep one, and never again', async () => {
    const { email } = await warder.user('ada@example.com')
    assert.equal((await signIn(email, '/login', '')).page.path, '/account')
    const first = await signIn(email, '/login?return_to=/account/sessions', '1')
    assert.equal(first.page.path, '/account/passkey-offer?return_to=%2Faccount%2Fsessions')
    assert.equal(notNow(first.page.html), '/account/sessions')
    assert.equal((await signIn(email, '/login', '1')).page.path, '/account')
  })

  test('of ten sign-ins at the same time one leads to it', async () => {
    const { email } = await warder.user('bob@example.com')
    const all = await Promise.all(Array.from({ length: 10 }, () => signIn(email, '/login', '1')))
    assert.equal(all.filter(({ page }) => page.path.startsWith('/account/passkey-offer')).length, 1)
  })

  test('an application that waits is one click away', async () => {
    const { email } = await warder.user('carol@example.com')
    const { browser, page } = await signIn(email, await authorize(), '1')
    assert.match(page.path, /^\/account\/passkey-offer\?interaction=wot_/)
    assert.match(page.html, /Not now, continue/)
    const policy = (await browser.open(page.path)).headers.get('content-security-policy')
    assert.match(policy ?? '', /form-action 'self' https:\/\/notes\.example/)
    const consent = await browser.open(notNow(page.html) ?? '')
    assert.match(consent.path, /^\/consent\?interaction=/)
  })

  test('nobody stands between an application and its answer where it asked for no page', async () => {
    const { email } = await warder.user('dora@example.com')
    const { browser } = await signIn(email, '/login', '')
    const answer = await browser.open(await authorize({ prompt: 'none' }))
    assert.match(answer.path, /^https:\/\/notes\.example\/callback\?error=consent_required/)
  })

  test('not after a sign-in by a program, whose answers stay what they were', async () => {
    const { email } = await warder.user('emil@example.com')
    const tokens = await warder.post('/auth/login', { email, password: goodPassword })
    assert.deepEqual(Object.keys((await tokens.json()) as object).toSorted(), [
      'access_token',
      'expires_in',
      'refresh_token',
      'token_type',
    ])
    assert.match((await signIn(email, '/login', '1')).page.path, /passkey-offer/)
  })
})
