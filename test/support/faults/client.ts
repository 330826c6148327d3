import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { goodPassword } from '../warder.ts'

/** An answer, and how long it took in milliseconds. `status` 0 is a connection that broke. */
export type Timed = { status: number; ms: number; retryAfter: string | undefined; body: string }

export type Client = {
  get: (path: string, token?: string) => Promise<Timed>
  post: (path: string, body?: object, token?: string) => Promise<Timed>
  send: (method: string, path: string, headers: Record<string, string>, body?: object) => Promise<Timed>
  /** Registers a person of a development server, confirms the address and signs in. */
  person: (email: string) => Promise<{ access_token: string; refresh_token: string }>
  signIn: (email: string) => Promise<Timed>
  close: () => void
}

/** A hash that costs next to nothing, and nothing else that would hold a test back. */
export const cheap = {
  WARDER_PASSWORD_MEMORY_KIB: '64',
  WARDER_PASSWORD_PASSES: '1',
  WARDER_CHALLENGE: 'off',
  WARDER_SESSION_MAX: '0',
  WARDER_LIMIT_COSTLY: '1000000',
  WARDER_LIMIT_MAILING: '1000000',
}

/** Speaks to a server process, over connections that it keeps. */
export function clientOf(url: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 600 })
  const send: Client['send'] = (method, path, more, body) =>
    new Promise((resolve) => {
      const began = performance.now()
      const text = body && JSON.stringify(body)
      const headers = {
        ...(text !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        }),
        ...more,
      }
      const done = (status: number, retryAfter?: string, answer = '') =>
        resolve({ status, ms: performance.now() - began, retryAfter, body: answer })
      const sent = request(url + path, { method, agent, headers }, (response) => {
        let answer = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
        response.on('end', () => done(response.statusCode ?? 0, response.headers['retry-after'], answer))
        response.on('error', () => done(0))
      })
      sent.on('error', () => done(0))
      sent.end(text)
    })
  const bearer = (token?: string): Record<string, string> =>
    token === undefined ? {} : { authorization: `Bearer ${token}` }
  const client: Client = {
    send,
    get: (path, token) => send('GET', path, bearer(token)),
    post: (path, body = {}, token) => send('POST', path, bearer(token), body),
    signIn: (email) => client.post('/auth/login', { email, password: goodPassword }),
    person: async (email) => {
      const made = await client.post('/auth/register', { email, password: goodPassword, full_name: 'Ada' })
      assert.equal(made.status, 201, made.body)
      const inbox = JSON.parse((await client.get('/dev/inbox.json')).body) as {
        to: string
        links: string[]
      }[]
      const link = inbox.find(({ to }) => to === email)?.links[0] ?? assert.fail('no link was mailed')
      const token = new URL(link).searchParams.get('token')
      assert.equal((await client.post('/auth/verify-email', { token })).status, 200)
      const answer = await client.signIn(email)
      assert.equal(answer.status, 200, answer.body)
      return JSON.parse(answer.body) as { access_token: string; refresh_token: string }
    },
    close: () => agent.destroy(),
  }
  return client
}

export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? 0
}
