import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { bundleBrowser } from '../../../scripts/build/browser.ts'
import { openBrowser, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { somebody } from '../../support/passkeys/chromium.ts'
import { goodPassword } from '../../support/warder.ts'

type Page = Awaited<ReturnType<TestBrowser['newPage']>>
type Said = { ok: boolean; code?: string; [name: string]: unknown }

describe('@warder/browser in a page of an application', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  let source: string
  let ahead = 0
  before(async () => {
    const made = mkdtempSync(join(tmpdir(), 'warder-browser-'))
    await bundleBrowser(join(import.meta.dirname, '../../../packages/browser'), made)
    source = readFileSync(join(made, 'index.js'), 'utf8')
    rmSync(made, { recursive: true })
    const now = () => Math.floor(Date.now() / 1000) + ahead
    ;[browser, warder] = await Promise.all([openBrowser(), startLive({}, now)])
  })
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  /** A page of the same origin that loads the module by a script element, as one does from a CDN. */
  async function open(page: Page): Promise<(call: string) => Promise<Said>> {
    await page.route('**/app', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><title>App</title><input autocomplete="username webauthn">
          <script type="module">
            import { createWarderBrowser } from '/warder-browser.js'
            globalThis.warder = createWarderBrowser()
          </script>`,
      }),
    )
    await page.route('**/warder-browser.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: source }),
    )
    await page.goto(`${warder.origin}/app`)
    await page.waitForFunction('globalThis.warder')
    return (call) => page.evaluate(`warder.${call}`)
  }

  /** Signs in by password, as the application's own form would. */
  const byPassword = (page: Page, email: string) =>
    page.evaluate(`fetch('/auth/login/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: '${email}', password: '${goodPassword}' }),
    }).then((answer) => answer.json())`) as Promise<{ temp_token?: string; publicKey?: object }>

  test('add, look, rename, sign out, sign in, answer the second step, confirm, remove', async () => {
    const { email, page, key } = await somebody(browser, warder, 'ada')
    const ask = await open(page)
    assert.deepEqual(await ask('can.passkeys()'), true)
    assert.deepEqual(await ask('can.onThisDevice()'), true)
    assert.equal(await ask('session()'), null)
    await byPassword(page, email)
    assert.equal((await ask('session()'))['email'], email)

    const added = await ask(`addPasskey({ name: 'Laptop' })`)
    assert.deepEqual([added.ok, added['name'], added['kind']], [true, 'Laptop', 'passkey'])
    assert.equal((added['backup_codes'] as string[]).length, 10)
    assert.deepEqual(await ask('addPasskey()'), { ok: false, code: 'already_added' })
    const id = String(added['id'])
    assert.equal((await ask(`renamePasskey('${id}', 'Old laptop')`)).ok, true)
    const [passkey] = (await ask('passkeys()'))['items'] as { name: string }[]
    assert.equal(passkey?.name, 'Old laptop')

    assert.equal((await ask('signOut()')).ok, true)
    assert.equal(await ask('session()'), null)
    const inside = await ask('signInWithPasskey({ remember: true })')
    assert.equal((inside['user'] as { email: string }).email, email)
    await ask('signOut()')
    assert.equal((await ask(`signInWithPasskey({ mode: 'autofill' })`)).ok, true)
    await ask('signOut()')

    const { temp_token, publicKey } = await byPassword(page, email)
    const step = JSON.stringify({ temp_token, publicKey })
    assert.equal((await ask(`answerSecondStep(${step})`)).ok, true)
    assert.equal((await ask('session()'))['email'], email)

    ahead += 10 * 60
    const stale = await ask(`removePasskey('${id}')`)
    assert.equal((stale['problem'] as { code: string }).code, 'insufficient_user_authentication')
    assert.equal((await ask('confirmWithPasskey()')).ok, true)
    assert.equal((await ask(`removePasskey('${id}')`)).ok, true)
    assert.deepEqual(await key.credentials(), [], 'the authenticator has forgotten it')
    await page.close()
  })

  test('a page ends what its field suggests, and then asks again', async () => {
    const { email, page, key } = await somebody(browser, warder, 'bob')
    const ask = await open(page)
    await byPassword(page, email)
    await ask('addPasskey()')
    await ask('signOut()')
    await key.touch(false)
    const waiting = ask(
      `signInWithPasskey({ mode: 'autofill', signal: (globalThis.stop = new AbortController()).signal })`,
    )
    await page.waitForFunction('globalThis.stop')
    await page.evaluate('stop.abort()')
    assert.deepEqual(await waiting, { ok: false, code: 'cancelled' })
    await key.touch(true)
    assert.equal((await ask('signInWithPasskey()')).ok, true)
    await page.close()
  })
})
