import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Grant = { refresh: string; access: string; spent: Set<string> }

/** What an API of the service was called with. */
export type Seen = {
  method: string
  path: string
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** A service of somebody else: it signs people in, gives tokens that it rotates at each renewal, and has an API. */
export type Service = {
  origin: string
  secret: string
  /** Of the next tokens, in seconds; undefined where they never end. */
  lifetime: number | undefined
  /** What the next token answers say of the scopes. */
  scope: string | undefined
  /** Comes with the next tokens, as a service does that signs people in as well. */
  id_token: string | undefined
  /** How long it takes to give a token, in milliseconds. */
  slow: number
  /** Answers of the API, of `/token` and of `/revoke`, by path. */
  answers: Map<string, (response: ServerResponse) => void>
  seen: Seen[]
  /** Requests for tokens, by grant type. */
  asked: string[]
  /** Tokens that were given back. */
  revoked: string[]
  /** Refresh tokens that came a second time. */
  reused: number
  /** Where the browser is sent back to, by what it was sent with. */
  allow: (address: string, more?: Record<string, string>) => string
  /** Forgets every token. */
  forget: () => void
  close: () => Promise<void>
}

const token = () => randomBytes(24).toString('base64url')

export async function startService(): Promise<Service> {
  const codes = new Map<string, { challenge: string; redirect_uri: string }>()
  let grants: Grant[] = []
  const server = createServer((request, response) => {
    void handle(request, response)
  })
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up))
  const { port } = server.address() as AddressInfo

  const service: Service = {
    origin: `http://127.0.0.1:${port}`,
    secret: 'the secret of this client',
    lifetime: 3600,
    scope: undefined,
    id_token: undefined,
    slow: 0,
    answers: new Map(),
    seen: [],
    asked: [],
    revoked: [],
    reused: 0,
    allow: (address, more = {}) => {
      const { searchParams } = new URL(address)
      const code = token()
      const redirect_uri = searchParams.get('redirect_uri') ?? ''
      codes.set(code, { challenge: searchParams.get('code_challenge') ?? '', redirect_uri })
      const back = new URL(redirect_uri)
      for (const [name, value] of Object.entries({ code, state: searchParams.get('state') ?? '', ...more }))
        back.searchParams.set(name, value)
      return back.pathname + back.search
    },
    forget: () => {
      grants = []
    },
    close: () => new Promise((done) => server.close(() => done())),
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const { pathname } = new URL(request.url ?? '/', service.origin)
    const own = service.answers.get(pathname)
    if (own && ['/token', '/revoke'].includes(pathname)) return own(response)
    if (pathname === '/token') return tokens(new URLSearchParams(body), request, response)
    if (pathname === '/authorize') {
      const asked = service.origin + (request.url ?? '')
      const back = new URL(new URL(asked).searchParams.get('redirect_uri') ?? '')
      response.writeHead(302, { location: back.origin + service.allow(asked) }).end()
      return
    }
    if (pathname === '/revoke') {
      service.revoked.push(new URLSearchParams(body).get('token') ?? '')
      response.writeHead(200).end()
      return
    }
    const { method = '', url: path = '', headers } = request
    service.seen.push({ method, path, headers, body })
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
    if (!grants.some(({ access }) => access === bearer))
      return answer(response, 401, { error: 'invalid_token' })
    if (own) return own(response)
    answer(response, 200, { path, method })
  }

  async function tokens(
    form: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const grant_type = form.get('grant_type') ?? ''
    service.asked.push(grant_type)
    const basic = Buffer.from(
      (request.headers.authorization ?? '').replace('Basic ', ''),
      'base64',
    ).toString()
    const secret =
      form.get('client_secret') ?? decodeURIComponent(basic.split(':')[1]?.replaceAll('+', ' ') ?? '')
    if (secret !== service.secret) return answer(response, 401, { error: 'invalid_client' })
    if (service.slow > 0) await new Promise((done) => setTimeout(done, service.slow))
    if (grant_type === 'authorization_code') {
      const known = codes.get(form.get('code') ?? '')
      codes.delete(form.get('code') ?? '')
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (known?.challenge !== challenge || known.redirect_uri !== form.get('redirect_uri'))
        return answer(response, 400, { error: 'invalid_grant' })
      const made = { refresh: token(), access: token(), spent: new Set<string>() }
      grants.push(made)
      return given(response, made)
    }
    const presented = form.get('refresh_token') ?? ''
    const held = grants.find(({ refresh }) => refresh === presented)
    if (!held) {
      if (grants.some(({ spent }) => spent.has(presented))) service.reused++
      return answer(response, 400, { error: 'invalid_grant' })
    }
    held.spent.add(held.refresh)
    Object.assign(held, { refresh: token(), access: token() })
    given(response, held)
  }

  function given(response: ServerResponse, { access, refresh }: Grant): void {
    const { lifetime, scope, id_token } = service
    answer(response, 200, {
      access_token: access,
      refresh_token: refresh,
      token_type: 'Bearer',
      ...(lifetime !== undefined && { expires_in: lifetime }),
      ...(scope !== undefined && { scope }),
      ...(id_token !== undefined && { id_token }),
    })
  }
  return service
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
