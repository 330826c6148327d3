import assert from 'node:assert/strict'
import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import { authenticatedFetch } from '../fetch/authenticated-fetch.ts'
import { refreshToken } from '../oauth/refresh-token.ts'
import { memoryStore } from '../store/memory.ts'
import { signIn } from './authorization-code.ts'
import { deviceSignIn } from './device.ts'
import type { DeviceSignInOptions, SignInOptions } from './sign-in.ts'
import { listenOnLoopback } from './loopback.ts'

/** An authorization server that answers the token endpoint from a list, and the API behind it. */
async function world() {
  const forms: URLSearchParams[] = []
  const replies: { status?: number; body: object }[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      forms.push(new URLSearchParams(body))
      const usual = { access_token: 'access', refresh_token: 'refresh', token_type: 'Bearer', expires_in: 60 }
      const { status = 200, body: said } = replies.shift() ?? { body: usual }
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { forms, replies, origin, close: () => server.close() }
}

describe('signing in by the browser', () => {
  let it: Awaited<ReturnType<typeof world>>
  before(async () => void (it = await world()))
  after(() => it.close())
  beforeEach(() => {
    it.forms.length = 0
    it.replies.length = 0
  })

  const options = (more: Partial<SignInOptions> = {}): SignInOptions => ({
    server: { authorizationEndpoint: `${it.origin}/authorize`, tokenEndpoint: `${it.origin}/token` },
    clientId: 'cli',
    scope: 'a b',
    store: memoryStore(),
    id: 'ada',
    show: answerWith(({ state }) => ({ code: 'the-code', state })),
    ...more,
  })

  /** What a browser does: it reads the address and comes back with what the server says. */
  function answerWith(say: (asked: { state: string; redirect_uri: string }) => Record<string, string>) {
    return async (address: string) => {
      const asked = Object.fromEntries(new URL(address).searchParams) as {
        state: string
        redirect_uri: string
      }
      const query = new URLSearchParams(say(asked)).toString()
      await fetch(`${asked.redirect_uri}?${query}`, { redirect: 'manual' })
    }
  }

  test('RFC 8252 §7.3, RFC 7636 §4.3 the address has PKCE, a state of its own and the port that is listened on', async () => {
    const addresses: URL[] = []
    const answer = answerWith(({ state }) => ({ code: 'the-code', state }))
    const show = (address: string) => {
      addresses.push(new URL(address))
      return answer(address)
    }
    const store = memoryStore()
    const grant = await signIn(options({ show, store, parameters: { access_type: 'offline' } }))
    assert.equal(grant.refresh_token, 'refresh')
    const asked = addresses[0]?.searchParams
    assert.equal(asked?.get('response_type'), 'code')
    assert.equal(asked?.get('access_type'), 'offline')
    assert.equal(asked?.get('code_challenge_method'), 'S256')
    assert.match(asked?.get('state') ?? '', /^[\w-]{43}$/)
    assert.match(asked?.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/callback$/)
    const [form] = it.forms
    assert.equal(form?.get('code'), 'the-code')
    assert.equal(form?.get('redirect_uri'), asked?.get('redirect_uri'))
    assert.match(form?.get('code_verifier') ?? '', /^[\w-]{43}$/)
    assert.equal((await store.get('ada'))?.data['access_token'], 'access')
  })

  test('what it gave is what refreshToken goes on with', async () => {
    const store = memoryStore()
    await signIn(options({ store }))
    const where = { tokenEndpoint: `${it.origin}/token`, clientId: 'cli', auth: { method: 'none' } } as const
    const seen: string[] = []
    const send = (_url: string, init: RequestInit = {}) => {
      seen.push(new Headers(init.headers).get('authorization') ?? '')
      return Promise.resolve(new Response('ok'))
    }
    const credential = refreshToken({ ...where, store, id: 'ada' })
    await authenticatedFetch(credential, { origins: ['https://api.example'], fetch: send as typeof fetch })(
      'https://api.example/',
    )
    assert.deepEqual(seen, ['Bearer access'])
  })

  test('OC-05 an answer with another state is refused, ends nothing and stores nothing', async () => {
    const statuses: number[] = []
    const show = async (address: string) => {
      const asked = new URL(address).searchParams
      const back = asked.get('redirect_uri') ?? ''
      const say = async (query: Record<string, string>) => {
        const response = await fetch(`${back}?${new URLSearchParams(query).toString()}`, {
          redirect: 'manual',
        })
        statuses.push(response.status)
      }
      await say({ code: 'mallory', state: 'another' })
      await say({ code: 'mallory' })
      await say({ error: 'access_denied' })
      await say({ code: 'ada', state: asked.get('state') ?? '' })
    }
    await signIn(options({ show }))
    assert.deepEqual(statuses, [400, 400, 400, 303])
    assert.deepEqual(
      it.forms.map((form) => form.get('code')),
      ['ada'],
    )
  })

  test('a person who says no ends it at once', async () => {
    const show = answerWith(({ state }) => ({ error: 'access_denied', state }))
    await assert.rejects(signIn(options({ show })), { code: 'INTERACTION_DENIED' })
  })

  test('RFC 9207 §2.4 an answer of another server is refused', async () => {
    const { origin } = it
    const body = {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
    }
    it.replies.push({ body }, { body })
    const show = answerWith(({ state }) => ({ code: 'c', state, iss: 'https://evil.example' }))
    await assert.rejects(signIn(options({ show, server: { issuer: origin } })), { code: 'ISSUER_MISMATCH' })
    assert.ok(!it.forms.some((form) => form.has('code')))
  })

  test('of a server that is known by its addresses nobody knows the issuer, nor judges an ID token by it', async () => {
    const usual = { access_token: 'access', token_type: 'Bearer', id_token: 'e30.e30.e30' }
    it.replies.push({ body: usual })
    const show = answerWith(({ state }) => ({ code: 'c', state, iss: 'https://accounts.example' }))
    const { access_token } = await signIn(options({ show, scope: 'openid' }))
    assert.equal(access_token, 'access')
  })

  test('nobody who comes back ends it in time, and whoever waits may give up', async () => {
    const show = () => undefined
    await assert.rejects(signIn(options({ show, redirect: { timeoutMs: 20 } })), {
      code: 'INTERACTION_TIMEOUT',
    })
    const signal = AbortSignal.timeout(20)
    await assert.rejects(signIn(options({ show, redirect: { signal } })))
  })

  test('OC-05 the listener answers one path, one method and its own host, and shows nothing that was sent', async () => {
    const loopback = await listenOnLoopback()
    const { port } = new URL(loopback.redirect_uri)
    const ask = (method: string, path: string, host = `127.0.0.1:${port}`) =>
      new Promise<{ status: number; body: string; csp: unknown }>((resolve, reject) => {
        const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers: { host } }, (response) => {
          let body = ''
          response.on('data', (chunk: Buffer) => (body += chunk.toString()))
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              body,
              csp: response.headers['content-security-policy'],
            }),
          )
        })
        sent.on('error', reject).end()
      })
    try {
      for (const [method, path, host] of [
        ['GET', '/callbackevil?state=x', undefined],
        ['GET', '/', undefined],
        ['POST', '/callback?state=x', undefined],
        ['GET', '/callback?state=x', `evil.example:${port}`],
        ['GET', '/callback?state=x', `localhost:${port}`],
      ] as const)
        assert.equal((await ask(method, path, host)).status, 404, `${method} ${path} ${host ?? ''}`)
      const { status, body, csp } = await ask('GET', '/callback?error=%3Cscript%3E&state=%3Cscript%3E')
      assert.equal(status, 400)
      assert.ok(!body.includes('script'))
      assert.equal(csp, "default-src 'none'")
    } finally {
      loopback.close()
    }
  })

  test('a port that is taken is said to be', async () => {
    const first = await listenOnLoopback()
    const port = Number(new URL(first.redirect_uri).port)
    try {
      await assert.rejects(listenOnLoopback({ port }), { code: 'INTERACTION_UNAVAILABLE' })
    } finally {
      first.close()
    }
  })
})

describe('RFC 8628 signing in on another device', () => {
  let it: Awaited<ReturnType<typeof world>>
  before(async () => void (it = await world()))
  after(() => it.close())
  beforeEach(() => {
    it.forms.length = 0
    it.replies.length = 0
  })

  const begun = {
    device_code: 'dev',
    user_code: 'WDJB-MJHT',
    verification_uri: 'https://idp.example/device',
    expires_in: 60,
    interval: 5,
  }
  const refusal = (error: string) => ({ status: 400, body: { error } })

  /** Runs it with a clock that the waiting moves. */
  async function run(replies: { status?: number; body: object }[], more: Partial<DeviceSignInOptions> = {}) {
    const pauses: number[] = []
    let now = 0
    it.replies.push({ body: begun }, ...replies)
    const grant = deviceSignIn({
      server: { deviceAuthorizationEndpoint: `${it.origin}/device`, tokenEndpoint: `${it.origin}/token` },
      clientId: 'cli',
      scope: 'a',
      store: memoryStore(),
      id: 'ada',
      prompt: () => undefined,
      clock: () => now,
      pause: (ms) => {
        pauses.push(ms)
        now += ms
        return Promise.resolve()
      },
      ...more,
    })
    return { grant, pauses }
  }

  test('RFC 8628 §3.5 it waits, more slowly when asked to, and stays slow', async () => {
    const { grant, pauses } = await run([
      refusal('authorization_pending'),
      refusal('slow_down'),
      refusal('authorization_pending'),
    ])
    assert.equal((await grant).access_token, 'access')
    assert.deepEqual(pauses, [5000, 5000, 10_000, 10_000])
    assert.equal(it.forms.at(-1)?.get('device_code'), 'dev')
  })

  // oxfmt-ignore
  const ends: [what: string, replies: { status: number; body: object }[], code: string][] = [
    ['the person says no',        [refusal('access_denied')],                                   'INTERACTION_DENIED'],
    ['the code is too old',       [refusal('expired_token')],                                   'INTERACTION_TIMEOUT'],
    ['nobody types it in time',   Array.from({ length: 12 }, () => refusal('authorization_pending')), 'INTERACTION_TIMEOUT'],
    ['the client is unknown',     [refusal('invalid_client')],                                  'INVALID_CLIENT'],
  ]
  for (const [what, replies, code] of ends) {
    test(`RFC 8628 §3.5 ${what}: ${code}`, async () => {
      const { grant } = await run(replies)
      await assert.rejects(grant, { code })
    })
  }

  test('the person is shown the code and where to type it', async () => {
    const shown: object[] = []
    const { grant } = await run([], { prompt: (prompt) => void shown.push(prompt) })
    await grant
    const { user_code, verification_uri, expires_in } = begun
    assert.deepEqual(shown, [{ user_code, verification_uri, expires_in }])
  })
})
