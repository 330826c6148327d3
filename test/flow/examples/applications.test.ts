import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser } from '../../support/cookies.ts'
import { allowAll } from '../../support/oauth.ts'
import { freeOrigin, run, script } from '../../support/programs/run.ts'
import { browserOf, runWarder, signUpAda } from '../../support/programs/warder.ts'

/** From an application's address at Warder to where it leads back, with what is asked allowed. */
async function allowed(ada: Browser, address: string): Promise<URL> {
  const { pathname, search } = new URL(address)
  return new URL((await allowAll(ada, await ada.open(pathname + search))).path)
}

const portOf = (origin: string) => ['--port', new URL(origin).port]
const person = { name: 'Ada Lovelace' }

test('the examples of applications, against a Warder that runs', { timeout: 300_000 }, async (t) => {
  const warder = await runWarder(t)
  const { issuer } = warder
  const ada = await signUpAda(issuer)
  const here = { WARDER_ISSUER: issuer }
  const asked = ['--scope', 'openid profile']

  await t.test(
    'native-app takes the answer at its loopback address, once and from the browser it sent',
    async (t) => {
      const flags = [
        '--name',
        'Native',
        '--type',
        'public',
        ...asked,
        '--redirect-uri',
        'http://127.0.0.1/callback',
      ]
      const env = { ...here, CLIENT_ID: (await warder.client(...flags)).client_id }
      const app = run(t, await script('example:native-app'), env)
      const back = await allowed(ada, await app.line(/^http/))
      assert.equal(back.hostname, '127.0.0.1')
      assert.notEqual(back.port, '')
      const forged = new URL(back)
      forged.searchParams.set('state', 'guessed')
      for (const strange of [forged.href, `${back.origin}//`, `${back.origin}/callback`])
        assert.equal((await fetch(strange)).status, 404, strange)
      assert.match(await (await fetch(back)).text(), /close this window/)
      await app.line(new RegExp(`Hello, ${person.name}\\.`))
      assert.equal(await app.exited, 0)

      const other = run(t, await script('example:native-app'), env)
      const { pathname, search } = new URL(await other.line(/^http/))
      const denied = await ada.open(`${pathname}${search}&prompt=consent`)
      await fetch((await ada.submit(denied, '/consent', { decision: 'deny' })).path)
      await other.line(/access_denied/)
      assert.equal(await other.exited, 1)
    },
  )

  await t.test('device waits until Ada has typed in its code, or refused', async (t) => {
    const grant = ['--grant', 'urn:ietf:params:oauth:grant-type:device_code']
    const env = {
      ...here,
      CLIENT_ID: (await warder.client('--name', 'Television', '--type', 'public', ...asked, ...grant))
        .client_id,
    }
    for (const [decision, words, code] of [
      ['allow', new RegExp(`Hello, ${person.name}\\.`), 0],
      ['deny', /Refused: access_denied/, 1],
    ] as const) {
      const device = run(t, await script('example:device'), env)
      const [address = ''] = /http\S+/.exec(await device.line(/computer open/)) ?? []
      const [user_code = ''] = /\S+$/.exec(await device.line(/type in the code/)) ?? []
      const page = await ada.submit(await ada.open(new URL(address).pathname), '/device', { user_code })
      assert.match(page.html, /Television/)
      await ada.submit(page, '/device/answer', { decision })
      await device.line(words)
      assert.equal(await device.exited, code)
    }
  })

  await t.test(
    'machine reads the notes of the API with its own secret, and says why it cannot',
    async (t) => {
      const origin = await freeOrigin()
      const api = run(t, [...(await script('example:api')), ...portOf(origin)], here)
      await api.line(/Open to all/)
      const flags = ['--name', 'Reader', '--type', 'machine', '--scope', 'notes:read', '--resource', origin]
      const { client_id, client_secret } = await warder.client(...flags)
      const env = { ...here, API_URL: origin, CLIENT_ID: client_id, CLIENT_SECRET: client_secret }
      const machine = run(t, await script('example:machine'), env)
      await machine.line(/Buy punched cards/)
      assert.equal(await machine.exited, 0)
      const wrong = run(t, await script('example:machine'), { ...env, CLIENT_SECRET: `${client_secret}x` })
      await wrong.line(/status: 401/)
      assert.equal(await wrong.exited, 1)
    },
  )

  await t.test('each says what to set when it is started without', async (t) => {
    for (const name of ['web-app', 'browser-app', 'native-app', 'device', 'machine']) {
      const program = run(t, await script(`example:${name}`), { ...here, CLIENT_ID: '' })
      await program.line(/Set CLIENT_ID.*examples\/README\.md/)
      assert.equal(await program.exited, 1)
    }
  })

  await t.test('web-app signs Ada in and out, in the browser that asked and no other', async (t) => {
    const origin = await freeOrigin()
    const flags = ['--name', 'Web', '--type', 'confidential', ...asked]
    const places = ['--redirect-uri', `${origin}/callback`, '--post-logout-redirect-uri', `${origin}/`]
    const { client_id, client_secret } = await warder.client(...flags, ...places)
    const env = { ...here, CLIENT_ID: client_id, CLIENT_SECRET: client_secret }
    const app = run(t, [...(await script('example:web-app')), ...portOf(origin)], env)
    await app.line(/Sign in at/)

    const browser = browserOf(origin)
    assert.match((await browser.open('/')).html, /Sign in/)
    const back = await allowed(ada, (await browser.open('/login')).path)
    assert.equal(back.origin + back.pathname, `${origin}/callback`)

    // The same answer, brought by somebody else: they do not become Ada, and she can still use it.
    const mallory = browserOf(origin)
    assert.equal(new URL((await mallory.open(back.pathname + back.search)).path).origin, issuer)
    assert.equal((await mallory.open(back.pathname + back.search)).status, 400)
    assert.match((await mallory.open('/')).html, /Sign in/)

    assert.match((await browser.open(back.pathname + back.search)).html, /Hello, Ada Lovelace\./)
    // The browser has nothing but a name for its session.
    assert.deepEqual([...browser.cookies.keys()], ['session'])
    assert.match(browser.cookies.get('session') ?? '', /^[\w-]{43}$/)

    const bye = new URL((await browser.submit(await browser.open('/'), '/logout', {})).path)
    assert.equal(bye.origin + bye.pathname, `${issuer}/oauth/logout`)
    assert.match((await browser.open('/')).html, /Sign in/)
    assert.equal((await ada.open(bye.pathname + bye.search)).path, `${origin}/`)
    assert.equal((await ada.send('/auth/me')).status, 401)
    for (const strange of ['//', '/%', '/nothing']) assert.equal((await fetch(origin + strange)).status, 404)
    assert.equal(await app.stop(), 0)
  })
})
