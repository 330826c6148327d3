import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { test } from 'node:test'
import { server } from '../cli/child.ts'
import { tempDir } from '../support/services.ts'
import { goodPassword } from '../support/warder.ts'

type Timed = { status: number; ms: number; retryAfter: string | undefined; body: string }

test('DS-07 F-38 five hundred sign-ins at once: the excess is told to come back, and everything else stays quick', async (t) => {
  const folder = tempDir()
  const running = await server(folder.path, [], {
    WARDER_PASSWORD_QUEUE: '60',
    WARDER_CHALLENGE: 'off',
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 600 })
  try {
    const call = caller(running.url, agent)
    const registered = await call('POST', '/auth/register', {
      email: 'ada@example.com',
      password: goodPassword,
      full_name: 'Ada',
    })
    assert.equal(registered.status, 201)
    const inbox = JSON.parse((await call('GET', '/dev/inbox.json')).body) as { links: string[] }[]
    await call('POST', '/auth/verify-email', {
      token: new URL(inbox[0]!.links[0]!).searchParams.get('token'),
    })
    const tokens = JSON.parse(
      (await call('POST', '/auth/login', { email: 'ada@example.com', password: goodPassword })).body,
    ) as { refresh_token: string }

    let flooding = true
    const flood = Promise.all(
      Array.from({ length: 500 }, (_, i) =>
        call('POST', '/auth/login', { email: `u${i}@example.com`, password: 'wrong in any case' }),
      ),
    ).finally(() => (flooding = false))
    const others: number[] = []
    let { refresh_token } = tokens
    while (flooding) {
      const refreshed = await call('POST', '/auth/refresh', { refresh_token })
      refresh_token = (JSON.parse(refreshed.body) as { refresh_token: string }).refresh_token
      const answers = [refreshed, await call('GET', '/health'), await call('GET', '/.well-known/jwks.json')]
      for (const { status, ms } of answers) {
        assert.equal(status, 200)
        others.push(ms)
      }
    }
    const attempts = await flood
    const refused = attempts.filter(({ status }) => status === 503)
    assert.equal(attempts.filter(({ status }) => status === 401).length + refused.length, 500)
    assert.ok(refused.length >= 300, `${refused.length} were told to come back`)
    assert.ok(refused.every(({ retryAfter }) => retryAfter === '1'))
    const p99 = percentile(others, 0.99)
    t.diagnostic(`${others.length} other answers, p99 ${p99.toFixed(0)} ms; ${refused.length} refused`)
    assert.ok(p99 < 250, `p99 of the others is ${p99.toFixed(0)} ms`)
  } finally {
    agent.destroy()
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  }
})

function caller(url: string, agent: Agent) {
  return (method: string, path: string, body?: object): Promise<Timed> =>
    new Promise((resolve, reject) => {
      const began = performance.now()
      const text = body && JSON.stringify(body)
      const headers =
        text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
      const sent = request(url + path, { method, agent, headers }, (response) => {
        let answer = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
        response.on('end', () => {
          const retryAfter = response.headers['retry-after']
          resolve({
            status: response.statusCode ?? 0,
            ms: performance.now() - began,
            retryAfter,
            body: answer,
          })
        })
      })
      sent.on('error', reject)
      sent.end(text)
    })
}

function percentile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? 0
}
