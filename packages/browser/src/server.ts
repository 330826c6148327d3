import { failed, type Answer, type Problem } from './answers.ts'

export type Options = {
  /** Where Warder is, when it is not where the page is from: its issuer. That origin must allow the page's (CORS_ORIGINS). */
  issuer?: string
  /** In place of the browser's own, to add a header or to watch. */
  fetch?: typeof fetch
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** Calls the server. */
export type Server = {
  /** What the server answers, or why it does not. */
  call: <Value extends object>(method: Method, path: string, body?: object) => Promise<Answer<Value>>
  /** The same for a change that the session cookie vouches for: with the token that other sites cannot have. */
  change: <Value extends object>(method: Method, path: string, body?: object) => Promise<Answer<Value>>
}

export function serverAt({ issuer = '', fetch: given }: Options): Server {
  const base = issuer.replace(/\/$/, '')

  async function send<Value extends object>(
    method: Method,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer<Value>> {
    try {
      const answer = await (given ?? fetch)(base + path, {
        method,
        credentials: base === '' ? 'same-origin' : 'include',
        headers: {
          accept: 'application/json',
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      })
      const said = answer.status === 204 ? {} : ((await answer.json()) as object)
      if (answer.ok) return { ...(said as Value), ok: true }
      return 'code' in said ? failed('refused', said as Problem) : failed('unreachable')
    } catch {
      return failed('unreachable')
    }
  }

  return {
    call: send,
    change: async (method, path, body) => {
      const token = await send<{ csrf_token: string }>('GET', '/auth/csrf')
      return token.ok ? send(method, path, body, { 'x-csrf-token': token.csrf_token }) : token
    },
  }
}
