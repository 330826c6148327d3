import { createHash, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { atHash, publicJwk, signJwt } from '../../../packages/protocol/src/index.ts'

export type Claims = Record<string, unknown>

/** Somebody who has an account at an issuer. */
export type Somebody = {
  sub: string
  email?: string
  email_verified?: boolean | string
  name?: string
} & Claims

type Asked = { nonce: string | null; challenge: string; redirect_uri: string; person: Somebody }

/** An issuer of OpenID Connect that does as it is told, also where it should not. */
export type Issuer = {
  origin: string
  /** As it calls itself; its origin where it is not changed. */
  issuer: string
  secret: string
  /** What it says of itself beside, or instead. */
  metadata: Claims
  /** What becomes of the claims before they are signed; undefined leaves one out. */
  change: (claims: Claims) => Claims
  /** Signs in place of its key. */
  sign: ((claims: Claims) => string) | undefined
  /** Own answers, by path. */
  answers: Map<string, (response: ServerResponse) => void>
  /** Paths that were asked for. */
  asked: string[]
  /** The last token that was given. */
  given: string
  /** The forms that came to the token endpoint. */
  forms: URLSearchParams[]
  /** What userinfo says of everybody. */
  userinfo: Claims | undefined
  /** Who is signed in there, for a browser that goes there itself. */
  person: Somebody | undefined
  /** Signs somebody in there: where the browser is sent back to, by what it was sent with. */
  allow: (address: string, person: Somebody, more?: Record<string, string>) => string
  /** A new key in place of the old one. */
  rotate: () => void
  key: () => { kid: string; privateKey: KeyObject; publicKey: KeyObject }
  /** A token of this issuer, for whom the claims say. */
  token: (claims: Claims) => string
  close: () => Promise<void>
}

const now = () => 1_800_000_000

let keys = 0
const newKey = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { kid: `key-${++keys}`, privateKey, publicKey }
}

export async function startIssuer(time: () => number = now): Promise<Issuer> {
  const codes = new Map<string, Asked>()
  let key = newKey()
  const server = createServer((request, response) => {
    void handle(request, response)
  })
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const it: Issuer = {
    origin,
    issuer: origin,
    secret: 'se:cret & more',
    metadata: {},
    change: (claims) => claims,
    sign: undefined,
    answers: new Map(),
    asked: [],
    given: '',
    forms: [],
    userinfo: undefined,
    person: undefined,
    allow: (address, person, more = {}) => {
      const { searchParams } = new URL(address)
      const redirect_uri = searchParams.get('redirect_uri') ?? ''
      const code = randomBytes(16).toString('base64url')
      codes.set(code, {
        nonce: searchParams.get('nonce'),
        challenge: searchParams.get('code_challenge') ?? '',
        redirect_uri,
        person,
      })
      const back = new URL(redirect_uri)
      for (const [name, value] of Object.entries({ code, state: searchParams.get('state') ?? '', ...more }))
        back.searchParams.set(name, value)
      return back.pathname + back.search
    },
    rotate: () => {
      key = newKey()
    },
    key: () => key,
    token: (claims) => {
      const all = { iss: it.issuer, aud: 'warder', iat: time(), exp: time() + 300, ...claims }
      const said = Object.fromEntries(
        Object.entries(it.change(all)).filter(([, value]) => value !== undefined),
      )
      if (it.sign) return it.sign(said)
      return signJwt({ kid: key.kid, alg: 'ES256', privateKey: key.privateKey }, 'JWT', said)
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { pathname } = new URL(request.url ?? '/', origin)
    it.asked.push(pathname)
    const own = it.answers.get(pathname)
    if (own) return own(response)
    if (pathname.endsWith('/.well-known/openid-configuration')) return answer(response, 200, metadata())
    if (pathname === '/jwks') {
      const jwk = publicJwk({ kid: key.kid, alg: 'ES256', publicKey: key.publicKey })
      return answer(response, 200, { keys: [jwk] })
    }
    if (pathname === '/token')
      return tokens(new URLSearchParams(Buffer.concat(chunks).toString()), request, response)
    if (pathname === '/authorize' && it.person) return comeBack(origin + (request.url ?? ''), response)
    if (pathname === '/userinfo') return answer(response, 200, it.userinfo ?? {})
    answer(response, 404, {})
  }

  /** By redirect, or by a form where that is asked. */
  function comeBack(address: string, response: ServerResponse): void {
    const { searchParams } = new URL(address)
    const back = new URL(
      it.allow(address, it.person ?? { sub: 'nobody' }),
      searchParams.get('redirect_uri') ?? '',
    )
    if (searchParams.get('response_mode') !== 'form_post')
      return void response.writeHead(302, { location: back.href }).end()
    const fields = [...back.searchParams]
      .map(([name, value]) => `<input name="${name}" value="${value}">`)
      .join('')
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(
      `<form method="post" action="${back.origin}${back.pathname}">${fields}<button>Go on</button></form>`,
    )
  }

  const metadata = () => ({
    issuer: it.issuer,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/jwks`,
    ...it.metadata,
  })

  function tokens(form: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    it.forms.push(form)
    const basic = Buffer.from(
      (request.headers.authorization ?? '').replace('Basic ', ''),
      'base64',
    ).toString()
    const [id = '', shown = ''] = basic
      .split(':')
      .map((half) => decodeURIComponent(half.replaceAll('+', ' ')))
    const secret = form.get('client_secret') ?? shown
    const client = form.get('client_id') ?? id
    const asked = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (asked?.challenge !== challenge || asked.redirect_uri !== form.get('redirect_uri'))
      return answer(response, 400, { error: 'invalid_grant' })
    if (secret !== it.secret && !secret.startsWith('eyJ'))
      return answer(response, 401, { error: 'invalid_client' })
    const access_token = randomBytes(16).toString('base64url')
    const nonce = asked.nonce ?? undefined
    const at_hash = atHash('ES256', access_token)
    it.given = it.token({ aud: client, nonce, at_hash, ...asked.person })
    answer(response, 200, { access_token, token_type: 'Bearer', expires_in: 300, id_token: it.given })
  }
  return it
}

export function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
