import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a provider was asked: method, path, headers and body. */
export type Asked = { method: string; url: string; headers: IncomingMessage['headers']; body: string }

type Answer = { status?: number; headers?: Record<string, string>; body?: unknown }

/** A server on this machine. `answer` may leave a request to the usual 404. */
export async function serve(answer: (asked: Asked) => Answer | undefined) {
  const asked: Asked[] = []
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one = { method, url, headers, body: Buffer.concat(chunks).toString() }
      asked.push(one)
      const { status = 200, headers: sent = {}, body } = answer(one) ?? { status: 404 }
      const text = typeof body === 'string' ? body : JSON.stringify(body ?? {})
      response.writeHead(status, { 'content-type': 'application/json', ...sent }).end(text)
    })
  }
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    asked,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/**
 * An API with an authorization server: sign-in by browser with PKCE, on another device, renewal with rotation, and giving
 * back. It knows one client without a secret, and one person who agrees to everything.
 */
export async function provider() {
  const codes = new Map<string, string>()
  const state = { tokens: 0, refresh: '', access: '', revoked: [] as string[], approved: false }
  const grant = (): Answer => {
    state.access = `canary-access-${++state.tokens}`
    state.refresh = `canary-refresh-${state.tokens}`
    return {
      body: {
        access_token: state.access,
        refresh_token: state.refresh,
        token_type: 'Bearer',
        expires_in: 3600,
        scope: 'read write',
      },
    }
  }
  const refuse = (error: string): Answer => ({ status: 400, body: { error } })

  const server = await serve(({ url, headers, body }) => {
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1')
    const form = new URLSearchParams(body)
    if (pathname === '/authorize') {
      const code = `code-${codes.size}`
      codes.set(code, searchParams.get('code_challenge') ?? '')
      const back = new URL(searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', searchParams.get('state') ?? '')
      return { status: 302, headers: { location: back.href } }
    }
    if (pathname === '/device')
      return {
        body: {
          device_code: 'dev',
          user_code: 'ABCD-EFGH',
          verification_uri: `${server.origin}/enter`,
          expires_in: 600,
          interval: 1,
        },
      }
    if (pathname === '/revoke') {
      state.revoked.push(form.get('token') ?? '')
      return {}
    }
    if (pathname === '/token')
      switch (form.get('grant_type')) {
        case 'authorization_code': {
          const challenge = createHash('sha256')
            .update(form.get('code_verifier') ?? '')
            .digest('base64url')
          return codes.get(form.get('code') ?? '') === challenge ? grant() : refuse('invalid_grant')
        }
        case 'urn:ietf:params:oauth:grant-type:device_code':
          return state.approved ? grant() : refuse('authorization_pending')
        case 'refresh_token':
          return form.get('refresh_token') === state.refresh ? grant() : refuse('invalid_grant')
        default:
          return refuse('unsupported_grant_type')
      }
    if (!pathname.startsWith('/api')) return undefined
    return headers.authorization === `Bearer ${state.access}` ? { body: { ok: true } } : { status: 401 }
  })
  return { ...server, state }
}
