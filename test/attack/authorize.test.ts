import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  answered,
  code_verifier,
  errorOf,
  redirect_uri,
  startOAuth,
  type OAuthWorld,
} from '../support/oauth.ts'
import { origin } from '../support/warder.ts'

describe('the authorization endpoint', () => {
  let world: OAuthWorld
  let client: Awaited<ReturnType<OAuthWorld['client']>>
  before(async () => {
    world = await startOAuth()
    client = await world.client()
  })
  after(() => world.warder.close())

  const ask = (change: Record<string, string | string[] | undefined>, from = client) =>
    world.warder.get(world.address(from, change))

  /** A page of ours with 400: nothing was sent anywhere and no code was made. */
  async function refusedHere(response: Response, what = ''): Promise<void> {
    assert.equal(response.status, 400, what)
    assert.equal(response.headers.get('location'), null)
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/)
    assert.equal(await world.codes(), 0)
  }

  /** The error the application gets, with its state and who it is from. */
  function sentBack(response: Response, state: string | null = 'a state'): string {
    assert.equal(response.status, 303)
    const location = response.headers.get('location') ?? ''
    assert.ok(location.startsWith(`${redirect_uri}?`), location)
    const params = new URL(location).searchParams
    assert.equal(params.get('state'), state)
    assert.equal(params.get('iss'), origin)
    return params.get('error') ?? ''
  }

  describe('where an answer may be sent', () => {
    const foreign: [id: string, uris: string[]][] = [
      ['AZ-01', ['https://evil.example/cb']],
      [
        'AZ-02',
        [
          `${redirect_uri}/../evil`,
          `${redirect_uri}/%2e%2e/evil`,
          'https://app.example/cb%2f..%2fevil',
          `${redirect_uri}/`,
        ],
      ],
      ['AZ-03', [`${redirect_uri}?x=1`]],
      [
        'AZ-04',
        [
          'https://app.example.evil.com/cb',
          'https://app.example@evil.com/cb',
          'https://evil.com#@app.example/cb',
          'https://evil.com\\.app.example/cb',
        ],
      ],
      ['AZ-05', ['https://app.example\\@evil.com/cb']],
    ]
    for (const [id, uris] of foreign) {
      for (const uri of uris) {
        test(`${id} ${uri} is not ${redirect_uri}`, async () => refusedHere(await ask({ redirect_uri: uri })))
      }
    }

    test('AZ-03 a query that was registered is compared like the rest', async () => {
      const withQuery = await world.client({ redirect_uris: [`${redirect_uri}?a=1`] })
      await refusedHere(await ask({ redirect_uri: `${redirect_uri}?a=2` }, withQuery))
      const response = await ask({ redirect_uri: `${redirect_uri}?a=1`, prompt: 'none' }, withQuery)
      assert.ok(response.headers.get('location')?.startsWith(`${redirect_uri}?a=1&error=login_required`))
    })

    test('AZ-08 a native application chooses the port of a loopback address, and of no name', async () => {
      const native = await world.client({ type: 'public', redirect_uris: ['http://127.0.0.1/cb'] })
      const accepted = await ask({ redirect_uri: 'http://127.0.0.1:51004/cb', prompt: 'none' }, native)
      assert.ok(
        accepted.headers.get('location')?.startsWith('http://127.0.0.1:51004/cb?error=login_required'),
      )
      for (const uri of ['http://[::1]:51004/cb', 'http://localhost:51004/cb'])
        await refusedHere(await ask({ redirect_uri: uri }, native), uri)
    })

    test('AZ-12 a client with two addresses must name one', async () => {
      const two = await world.client({ redirect_uris: [redirect_uri, `${redirect_uri}2`] })
      await refusedHere(await ask({ redirect_uri: undefined }, two))
    })

    test('AZ-01 the page says which address was refused, as an address and no link, and what to do', async () => {
      const shown = async (uri: string | undefined) => (await ask({ redirect_uri: uri })).text()
      const html = await shown('https://evil.example/cb?a="><script>alert(1)</script>&b=%2e')
      const escaped = 'https://evil.example/cb?a=&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;b=%2e'
      assert.ok(html.includes(`<code><bdi>${escaped}</bdi></code>`), html)
      assert.match(html, /register exactly this address/)
      assert.match(html, /<code>req_[\w-]+<\/code>/)
      assert.doesNotMatch(html, /href="[^"]*evil/)
      // Anybody can write such a request: what it names must not read like a sentence of ours.
      assert.match(
        await shown('Call +41 now \u202e\ud800 ✆'),
        /<bdi>Call%20\+41%20now%20%E2%80%AE%EF%BF%BD%20%E2%9C%86</,
      )
      assert.match(
        await shown(`https://evil.example/${'a'.repeat(3000)}`),
        /<bdi>https:\/\/evil\.example\/a{279}</,
      )
      assert.match(await shown(undefined), /did not say where to send you/)
      assert.doesNotMatch(await (await ask({ client_id: 'cli_nobody' })).text(), /app\.example/)
    })

    test('the page of errors repeats nothing that stands in its address', async () => {
      const page = await world.warder.get(
        '/error?error=x&error_description=call+us&redirect_uri=https://evil.example',
      )
      assert.equal(page.headers.get('location'), null)
      const html = await page.text()
      assert.doesNotMatch(html, /call us|evil/)
      assert.match(html, /<code>req_/)
    })

    test('AZ-01 an unknown client, none and a repeated one are refused here', async () => {
      for (const client_id of ['cli_nobody', undefined, [client.client_id, client.client_id]])
        await refusedHere(await ask({ client_id }))
      await refusedHere(await ask({ redirect_uri: [redirect_uri, redirect_uri] }))
    })
  })

  describe('what may be asked', () => {
    // oxfmt-ignore
    const table: [id: string, change: Record<string, string | string[] | undefined>, error: string][] = [
      ['AZ-14', { response_type: 'token' },            'unsupported_response_type'],
      ['AZ-14', { response_type: 'id_token token' },   'unsupported_response_type'],
      ['AZ-14', { response_type: 'code token' },       'unsupported_response_type'],
      ['AZ-14', { response_type: 'CODE' },             'unsupported_response_type'],
      ['AZ-14', { response_type: undefined },          'invalid_request'],
      ['AZ-15', { response_mode: 'form_post' },        'invalid_request'],
      ['AZ-15', { response_mode: 'fragment' },         'invalid_request'],
      ['AZ-15', { response_mode: 'web_message' },      'invalid_request'],
      ['AZ-15', { response_mode: 'jwt' },              'invalid_request'],
      ['AZ-15', { response_mode: 'x' },                'invalid_request'],
      ['AZ-17', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
      ['AZ-18', { code_challenge_method: 'plain' },    'invalid_request'],
      ['AZ-18', { code_challenge_method: undefined },  'invalid_request'],
      ['AZ-20', { code_challenge: 'a'.repeat(42) },    'invalid_request'],
      ['AZ-20', { code_challenge: 'a'.repeat(129) },   'invalid_request'],
      ['AZ-20', { code_challenge: `${'a'.repeat(42)}=` }, 'invalid_request'],
      ['AZ-20', { code_challenge: `${'a'.repeat(42)}+` }, 'invalid_request'],
      ['AZ-20', { code_challenge: `${'a'.repeat(42)}\0` }, 'invalid_request'],
      ['AZ-22', { prompt: 'none' },                    'login_required'],
      ['AZ-22', { prompt: 'none login' },              'invalid_request'],
      ['AZ-26', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
      ['AZ-26', { request_uri: 'https://127.0.0.1:1/x' }, 'request_uri_not_supported'],
      ['AZ-41', { scope: 'openid\0admin' },            'invalid_request'],
      ['AZ-41', { scope: 'openid\nadmin' },            'invalid_request'],
      ['AZ-41', { scope: 'openid unheard_of' },        'invalid_scope'],
      ['AZ-41', { scope: Array.from({ length: 1000 }, (_, i) => `s${i}`).join(' ') }, 'invalid_scope'],
      ['TK-21', { resource: 'https://other.example' }, 'invalid_target'],
    ]
    for (const [id, change, error] of table) {
      const [name, value] = Object.entries(change)[0] ?? ['nothing']
      test(`${id} ${name} ${JSON.stringify(value)?.slice(0, 60)} is ${error}`, async () => {
        assert.equal(sentBack(await ask(change)), error)
        assert.equal(await world.codes(), 0)
      })
    }

    test('AZ-17 a public client cannot do without PKCE either', async () => {
      const spa = await world.client({ type: 'public' })
      assert.equal(
        sentBack(await ask({ code_challenge: undefined, code_challenge_method: undefined }, spa)),
        'invalid_request',
      )
    })

    test('AZ-41 the order of scopes means nothing', async () => {
      const browser = await world.signedIn()
      const params = await world.answer(browser, world.address(client, { scope: 'email profile openid' }))
      assert.ok(params.get('code'))
      await world.redeem(client, params.get('code') ?? '')
      await world.warder.app.db.deleteFrom('one_time_token').execute()
    })

    test('AZ-40 a state comes back byte for byte, or is refused; it never reaches a header', async () => {
      const states = ['ünï 🙂 & = ? # + %', 'a'.repeat(4096)]
      for (const state of states)
        assert.equal(sentBack(await ask({ prompt: 'none', state }), state), 'login_required')
      for (const state of ['\r\nSet-Cookie: a=b', 'a'.repeat(8192)]) {
        const response = await ask({ state })
        assert.equal(sentBack(response, null), 'invalid_request')
        assert.deepEqual(response.headers.getSetCookie(), [])
      }
    })
  })

  test('RFC 9110 §9.3.2 HEAD, which checks a link, begins nothing and gets no code', async () => {
    const browser = await world.signedIn()
    const { db } = world.warder.app
    const rows = async () => (await db.selectFrom('one_time_token').select('token_hash').execute()).length
    const before = await rows()
    const ours = await world.client({ skip_consent: true })
    for (const one of [client, ours]) {
      const response = await browser.send(world.address(one), { method: 'HEAD' })
      assert.equal(response.status, 200)
      assert.equal(response.headers.get('location'), null)
    }
    assert.equal(await rows(), before)
  })

  test('a flood without a session leaves six hundred rows a minute behind, and others are not kept waiting', async () => {
    const from = async (address: string) =>
      (await world.warder.request(world.address(client), {}, address)).status
    for (let i = 0; i < 600; i++) assert.equal(await from('198.51.100.7'), 303)
    assert.equal(await from('198.51.100.7'), 429)
    assert.equal(await from('198.51.100.8'), 303)
    const browser = await world.signedIn()
    const answers = []
    for (let i = 0; i < 3; i++)
      answers.push((await browser.send(world.address(client, { prompt: 'none' }))).status)
    assert.deepEqual(answers, [303, 303, 303], 'an answer that leaves nothing behind is not counted')
  })

  test('ST-01 what an application asked lies sealed while it waits', async () => {
    const { id_token = '' } = await world.tokens(client)
    const browser = await world.signedIn()
    const asked = { id_token_hint: id_token, login_hint: 'ada@example.com', state: 'a state nobody guesses' }
    const page = await browser.open(world.address(client, { ...asked, prompt: 'consent' }))
    assert.match(page.path, /^\/consent/)
    const stored = JSON.stringify(
      await world.warder.app.db.selectFrom('one_time_token').selectAll().execute(),
    )
    for (const secret of [id_token, encodeURIComponent(id_token), 'ada@example.com', 'ada%40', 'nobody'])
      assert.ok(!stored.includes(secret), secret)
    const answer = answered(await browser.submit(page, '/consent', { decision: 'allow' }))
    assert.ok(answer.get('code'))
    assert.equal(answer.get('state'), asked.state)
    await world.warder.app.db.deleteFrom('one_time_token').execute()
  })

  test('a POST is the same request by GET, where the cookies of this site are sent', async () => {
    const query = world.address(client).slice('/oauth/authorize?'.length)
    const fields = Object.fromEntries(new URLSearchParams(query))
    const response = await world.warder.form('/oauth/authorize', fields, { origin: 'https://app.example' })
    assert.equal(response.status, 303)
    assert.equal(response.headers.get('location'), `/oauth/authorize?${query}`)
    await refusedHere(
      await world.warder.form('/oauth/authorize', { ...fields, redirect_uri: 'https://evil.example/cb' }),
    )
  })
})

describe('the registration of redirect URIs', () => {
  let world: OAuthWorld
  before(async () => {
    world = await startOAuth()
  })
  after(() => world.warder.close())

  // oxfmt-ignore
  const refused: [id: string, uri: string][] = [
    ['AZ-10', 'javascript:alert(1)'], ['AZ-10', 'java\tscript:alert(1)'], ['AZ-10', 'data:text/html,x'], ['AZ-10', 'vbscript:x'],
    ['AZ-10', 'file:///etc/passwd'], ['AZ-10', 'http://public.example/cb'], ['AZ-10', 'https://*.example.com/cb'],
    ['AZ-10', 'com.example.app://cb'], ['AZ-11', 'https://app.example/cb#x'], ['AZ-10', 'https://app.example@evil.com/'],
  ]
  for (const [id, uri] of refused) {
    for (const type of ['confidential', 'public']) {
      test(`${id} ${JSON.stringify(uri)} is not stored for a ${type} client`, async () => {
        await assert.rejects(world.client({ type, redirect_uris: [redirect_uri, uri] }), {
          code: 'invalid_redirect_uri',
        })
        await assert.rejects(world.client({ type, post_logout_redirect_uris: [uri] }), {
          code: 'invalid_redirect_uri',
        })
        assert.deepEqual(await world.warder.app.db.selectFrom('client').selectAll().execute(), [])
      })
    }
  }
})

test('AZ-21 a verifier for a request that had no challenge is invalid_grant', async () => {
  const world = await startOAuth()
  const client = await world.client({ skip_consent: true })
  await world.warder.app.db.updateTable('client').set({ require_pkce_at: null }).execute()

  const without = { code_challenge: undefined, code_challenge_method: undefined }
  const code = await world.code(client, without)
  assert.equal(await errorOf(await world.redeem(client, code, { code_verifier })), 'invalid_grant')
  const another = await world.code(client, without)
  assert.equal((await world.redeem(client, another, { code_verifier: undefined })).status, 200)
  await world.warder.close()
})
