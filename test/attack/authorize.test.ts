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
import { goodPassword, origin } from '../support/warder.ts'

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
  const codes = async () =>
    (
      await world.warder.app.db
        .selectFrom('one_time_token')
        .selectAll()
        .where('purpose', '=', 'authorization_code')
        .execute()
    ).length

  /** A page of ours with 400: nothing was sent anywhere and no code was made. */
  async function refusedHere(response: Response, what = ''): Promise<void> {
    assert.equal(response.status, 400, what)
    assert.equal(response.headers.get('location'), null)
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/)
    assert.equal(await codes(), 0)
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
        assert.equal(await codes(), 0)
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

describe('signing in again', () => {
  let world: OAuthWorld
  let client: Awaited<ReturnType<OAuthWorld['client']>>
  before(async () => {
    world = await startOAuth()
    client = await world.client({ skip_consent: true })
  })
  after(() => world.warder.close())

  const credentials = { email: 'ada@example.com', password: goodPassword }
  for (const change of [
    { max_age: '1' },
    { prompt: 'login' },
    { max_age: '0' },
    { prompt: 'select_account' },
  ]) {
    test(`AZ-23 ${JSON.stringify(change)} asks a signed-in person again and issues a fresh auth_time`, async () => {
      const browser = await world.signedIn()
      const signedInAt = world.warder.clock.now
      world.warder.clock.now += 2

      const page = await browser.open(world.address(client, change))
      assert.match(page.path, /^\/login\?interaction=/)
      const back = await browser.submit(page, '/login', credentials)
      const { id_token = '' } = (await (
        await world.redeem(client, answered(back).get('code') ?? '')
      ).json()) as { id_token?: string }
      const claims = JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString()) as {
        auth_time: number
      }
      assert.equal(claims.auth_time, signedInAt + 2)
    })
  }

  test('AZ-23 resuming without signing in does not count, also in the second of the sign-in', async () => {
    const browser = await world.signedIn()
    const page = await browser.open(world.address(client, { prompt: 'login' }))
    const again = await browser.open(page.path.replace('/login', '/oauth/authorize'))
    assert.match(again.path, /^\/login\?interaction=/)
  })

  test('AZ-35 the redirects with the code are 303, also from a form', async () => {
    const browser = await world.signedIn()
    const response = await browser.send(world.address(client))
    assert.equal(response.status, 303)
    assert.match(response.headers.get('location') ?? '', /[?&]code=/)
  })

  test('AZ-34 success names the issuer of the metadata', async () => {
    const params = await world.answer(await world.signedIn(), world.address(client))
    const metadata = (await (await world.warder.get('/.well-known/openid-configuration')).json()) as {
      issuer: string
    }
    assert.equal(params.get('iss'), metadata.issuer)
    assert.equal(params.get('state'), 'a state')
  })

  test('AZ-45 a hint of another person with prompt=none is login_required, and no code for Alice', async () => {
    await world.warder.user('alice@example.com')
    const { id_token } = await world.tokens(client)
    const alice = await world.signedIn('alice@example.com')
    const params = await world.answer(
      alice,
      world.address(client, { prompt: 'none', id_token_hint: id_token }),
    )
    assert.equal(params.get('error'), 'login_required')
    assert.equal(params.get('code'), null)

    const ada = await world.signedIn()
    assert.ok(
      (await world.answer(ada, world.address(client, { prompt: 'none', id_token_hint: id_token }))).get(
        'code',
      ),
    )
  })

  test('AZ-45 a hint that is no ID token of this client is an error', async () => {
    const other = await world.client()
    const { id_token, access_token } = await world.tokens(other)
    const browser = await world.signedIn()
    for (const id_token_hint of [id_token, access_token, 'x.y.z']) {
      const params = await world.answer(browser, world.address(client, { id_token_hint }))
      assert.equal(params.get('error'), 'invalid_request')
    }
  })
})

describe('the consent page', () => {
  let world: OAuthWorld
  before(async () => {
    world = await startOAuth()
  })
  after(() => world.warder.close())

  const codes = async () =>
    (
      await world.warder.app.db
        .selectFrom('one_time_token')
        .selectAll()
        .where('purpose', '=', 'authorization_code')
        .execute()
    ).length

  test('AZ-30 what was not allowed before is asked for, and only that is added', async () => {
    const client = await world.client({ scope: 'openid admin' })
    const browser = await world.signedIn()
    assert.match((await browser.open(world.address(client))).path, /^\/consent/)
    await world.answer(browser, world.address(client))
    assert.ok(
      answered(await browser.open(world.address(client))).get('code'),
      'allowed before, not asked again',
    )

    const page = await browser.open(world.address(client, { scope: 'openid admin' }))
    assert.match(page.path, /^\/consent/)
    assert.match(page.html, /admin/)
    const silent = await browser.open(world.address(client, { scope: 'openid admin', prompt: 'none' }))
    assert.equal(answered(silent).get('error'), 'consent_required')
    const code = answered(await browser.submit(page, '/consent', { decision: 'allow' })).get('code') ?? ''
    const { scope } = (await (await world.redeem(client, code)).json()) as { scope: string }
    assert.equal(scope, 'openid admin')
  })

  describe('RFC 8252 §8.6 a client that any program on the device can pass for', () => {
    const uris = ['http://127.0.0.1/cb', 'http://localhost:9/cb', 'com.example.notes:/cb']
    for (const uri of uris) {
      test(`at ${uri} is never answered without the person`, async () => {
        const native = await world.client({ type: 'public', redirect_uris: [uri] })
        const browser = await world.signedIn()
        const address = (more = {}) => world.address(native, { redirect_uri: uri, ...more })
        for (let i = 0; i < 2; i++) {
          const page = await browser.open(address())
          assert.match(page.path, /^\/consent/)
          const back = await browser.submit(page, '/consent', { decision: 'allow' })
          assert.ok(back.path.startsWith(`${uri}?code=`), back.path)
        }
        const silent = await browser.send(address({ prompt: 'none' }))
        assert.match(silent.headers.get('location') ?? '', /[?&]error=consent_required/)
      })
    }

    test('is asked about again, though the person has answered another request in the meantime', async () => {
      const uri = 'com.example.notes:/cb'
      const native = await world.client({ type: 'public', redirect_uris: [uri] })
      const browser = await world.signedIn()
      const first = await browser.open(world.address(native, { redirect_uri: uri }))
      const second = await browser.open(world.address(native, { redirect_uri: uri }))
      await browser.submit(second, '/consent', { decision: 'allow' })
      const resumed = await browser.open(first.path.replace('/consent', '/oauth/authorize'))
      assert.match(resumed.path, /^\/consent/)
    })

    test('is none with a secret, none at a web address, and none of the house', async () => {
      const uri = 'http://127.0.0.1/cb'
      const secret = await world.client({ redirect_uris: [uri] })
      const web = await world.client({ type: 'public' })
      const house = await world.client({ type: 'public', redirect_uris: [uri], skip_consent: true })
      const browser = await world.signedIn()
      for (const [one, redirect] of [
        [secret, uri],
        [web, redirect_uri],
        [house, uri],
      ] as const) {
        const address = world.address(one, { redirect_uri: redirect })
        const page = await browser.open(address)
        if (one !== house) await browser.submit(page, '/consent', { decision: 'allow' })
        assert.match((await browser.send(address)).headers.get('location') ?? '', /[?&]code=/)
      }
    })
  })

  test('RFC 8707 §2 a scope that was allowed at one API is asked for again at another, which is named', async () => {
    const resources = ['https://api.example/v1', 'https://files.example', 'urn:example:notes']
    const client = await world.client({ scope: 'openid read', resources })
    const browser = await world.signedIn()
    const address = (resource?: string[], prompt?: string) =>
      world.address(client, { scope: 'read', resource, prompt })
    const isAskedFor = async (resource: string[] | undefined, named: RegExp) => {
      const silent = await browser.open(address(resource, 'none'))
      assert.equal(answered(silent).get('error'), 'consent_required')
      const page = await browser.open(address(resource))
      assert.match(page.path, /^\/consent/)
      assert.match(page.html.replaceAll(/<[^>]+>/g, ''), named)
      assert.ok(answered(await browser.submit(page, '/consent', { decision: 'allow' })).get('code'))
    }
    const isRemembered = async (resource?: string[]) =>
      assert.ok(answered(await browser.open(address(resource, 'none'))).get('code'))

    await isAskedFor(undefined, /It will use this at: api\.example\s/)
    await isRemembered()
    await isRemembered(['https://api.example/v1'])
    await isAskedFor(
      ['https://files.example', 'urn:example:notes'],
      /at: files\.example, urn:example:notes\s/,
    )
    await isRemembered(resources)
    await isAskedFor([origin], /at: id\.example\s/)
  })

  test('a refusal is access_denied, and the question cannot be answered again', async () => {
    const client = await world.client()
    const browser = await world.signedIn()
    const page = await browser.open(world.address(client))
    assert.equal(
      answered(await browser.submit(page, '/consent', { decision: 'deny' })).get('error'),
      'access_denied',
    )
    assert.equal((await browser.submit(page, '/consent', { decision: 'allow' })).status, 400)
    assert.match((await browser.open(world.address(client))).path, /^\/consent/)
  })

  test('of five answers at once one makes a code', async () => {
    const client = await world.client()
    const browser = await world.signedIn()
    const page = await browser.open(world.address(client))
    const before = await codes()
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map(() => browser.submit(page, '/consent', { decision: 'allow' })),
    )
    assert.equal(answers.filter(({ path }) => path.startsWith(redirect_uri)).length, 1)
    assert.equal(await codes(), before + 1)
  })

  test('AZ-32 an answer without the token of this session is refused, and opening the page answers nothing', async () => {
    const client = await world.client()
    await world.warder.user('mallory@example.com')
    const browser = await world.signedIn()
    const page = await browser.open(world.address(client))
    const interaction = new URL(page.path, origin).searchParams.get('interaction') ?? ''
    const before = await codes()

    const mallory = await world.signedIn('mallory@example.com')
    const foreign = /name="csrf_token" value="([^"]+)"/.exec((await mallory.open('/account')).html)?.[1] ?? ''
    assert.ok(foreign)
    for (const csrf_token of ['', foreign]) {
      const body = new URLSearchParams({
        interaction,
        decision: 'allow',
        ...(csrf_token && { csrf_token }),
      }).toString()
      const response = await browser.send('/consent', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
      assert.equal(response.status, 403)
    }
    assert.match(
      (await browser.open(`/consent?interaction=${interaction}&decision=allow`)).path,
      /^\/consent/,
    )
    assert.equal(await codes(), before)
  })

  test('AZ-44 an interaction that another browser began is refused, on every page', async () => {
    const client = await world.client({ skip_consent: true })
    const mallory = world.warder.browser()
    const page = await mallory.open(world.address(client))
    const { search } = new URL(page.path, origin)

    const victim = await world.signedIn()
    for (const path of ['/oauth/authorize', '/consent']) {
      const response = await victim.send(path + search)
      assert.equal(response.status, 403)
      assert.equal(response.headers.get('location'), null)
    }
    const login = await world.warder.browser().open(`/login${search}`)
    assert.doesNotMatch(login.html, /Notes/)
  })

  test('AZ-37 AZ-38 every page here forbids framing and tells nobody its address', async () => {
    const client = await world.client()
    const browser = await world.signedIn()
    const pages = [
      await browser.open(world.address(client)),
      await browser.open('/logout'),
      await browser.open('/oauth/authorize'),
      await world.warder.browser().open(world.address(client)),
    ]
    for (const { path, headers } of pages) {
      assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path)
      assert.equal(headers.get('x-frame-options'), 'DENY', path)
      assert.equal(headers.get('referrer-policy'), 'same-origin', path)
    }
    assert.match(
      pages[0]?.headers.get('content-security-policy') ?? '',
      /form-action 'self' https:\/\/app\.example;/,
    )
    const leaving = await browser.send(world.address(client, { prompt: 'none' }))
    assert.equal(leaving.headers.get('referrer-policy'), 'no-referrer')
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
