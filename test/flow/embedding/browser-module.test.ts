import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser } from '../../support/cookies.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'

type User = { email: string; full_name: string }
type Said = { ok: boolean; user?: User; full_name?: string; problem?: { code: string } }
type Functions = Record<
  | 'register'
  | 'verifyEmail'
  | 'resendVerification'
  | 'signIn'
  | 'signOut'
  | 'forgotPassword'
  | 'resetPassword',
  (given?: object) => Promise<Said>
> & { session: () => Promise<User | null> }

// By its path: its types are those of a browser, which nothing else here has.
const path = join(import.meta.dirname, '../../../packages/browser/src/index.ts')
const { createWarderBrowser } = (await import(path)) as {
  createWarderBrowser: (options: { fetch: unknown }) => Functions
}

/** The functions of a page, in a browser that keeps cookies and says where it is. */
function pageOf(browser: Browser): Functions {
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('origin', 'https://id.example')
    if (typeof init.body === 'string') headers.set('content-length', String(Buffer.byteLength(init.body)))
    return browser.send(path, { ...init, headers })
  }
  return createWarderBrowser({ fetch: send })
}

const person = { full_name: 'Ada Lovelace', email: 'ada@example.com', password: goodPassword }

for (const [name, settings] of [
  ['', {}],
  [', where each call costs some work', { 'challenge.mode': 'always', 'challenge.bits': '8' }],
] as const) {
  describe(`an account by @warder/browser${name}`, () => {
    let warder: TestWarder
    before(async () => (warder = await startWarder(settings)))
    after(() => warder.close())
    const tokenOf = async () =>
      new URL((await warder.inbox())[0]?.links[0] ?? '').searchParams.get('token') ?? ''

    test('is registered, confirmed, signed in to, left, and has another password', async () => {
      const page = pageOf(warder.browser())
      const { email, password } = person
      const registered = await page.register(person)
      assert.equal(registered.full_name, person.full_name)
      const unknown = await page.signIn({ email, password })
      assert.equal(unknown.problem?.code, 'invalid_credentials')
      assert.equal((await page.resendVerification({ email })).ok, true)

      const token = await tokenOf()
      // The link of the mail, opened somewhere else.
      const elsewhere = await pageOf(warder.browser()).verifyEmail({ token })
      assert.equal(elsewhere.problem?.code, 'password_required')
      assert.deepEqual(await page.verifyEmail({ token }), { ok: true, email, email_verified: true })

      const inside = await page.signIn({ email, password, remember: true })
      assert.equal(inside.user?.email, email)
      assert.equal((await page.session())?.full_name, person.full_name)
      assert.equal((await page.signOut()).ok, true)
      assert.equal(await page.session(), null)

      assert.equal((await page.forgotPassword({ email })).ok, true)
      const next = 'another battery of staples'
      assert.equal((await page.resetPassword({ token: await tokenOf(), password: next })).ok, true)
      assert.equal((await page.signIn({ email, password })).ok, false)
      assert.equal((await page.signIn({ email, password: next })).ok, true)
    })
  })
}
