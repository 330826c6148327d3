import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test, type TestContext } from 'node:test'
import { child } from '../../cli/child.ts'

const key = 'k7Qm2xV9tBz4Lw8RyN1cJ6hGfD3sPaUe'
const bearer = (text: string) => ({ authorization: `Bearer ${text}` })

/** The example with an environment of its own, as `npm run example:protected-api` starts it. */
async function start(t: TestContext, env: Record<string, string>) {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
    scripts: Record<string, string>
  }
  const [node, ...args] = (scripts['example:protected-api'] ?? '').split(' ')
  assert.equal(node, 'node')
  const program = child(process.execPath, [...args, '--port', '0'], env)
  t.after(() => program.process.kill('SIGKILL'))
  let origin = ''
  return {
    ready: async () => {
      origin = /Ready at (\S+),/.exec(await program.printed(', mode '))?.[1] ?? ''
    },
    ask: async (method: string, path: string, headers: Record<string, string> = {}, body?: object) => {
      const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
      const response = await fetch(origin + path, init)
      const text = await response.text()
      const json = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>
      return { status: response.status, headers: response.headers, json }
    },
    stop: () => {
      program.process.kill('SIGTERM')
      return program.ended
    },
    ended: program.ended,
  }
}

describe('the example protected-api', () => {
  test('walks through everything that the guard promises', async (t) => {
    const env = { API_KEY: key, ADDITIONAL_API_KEYS: 'client-one,client-two' }
    const api = await start(t, env)
    await api.ready()
    const { ask } = api

    for (const path of ['/', '/health']) assert.equal((await ask('GET', path)).status, 200)

    // Three guards: required, with metadata, optional.
    const nobody = await ask('POST', '/v1/process')
    assert.equal(nobody.status, 401)
    assert.equal(nobody.headers.get('www-authenticate'), 'Bearer realm="api"')
    assert.equal(nobody.json['detail'], 'Send an API key.')
    const wrong = await ask('POST', '/v1/process', bearer(`${key}x`))
    assert.equal(wrong.status, 401)
    assert.match(wrong.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
    for (const good of [key, 'client-one', 'client-two']) {
      const job = { text: 'It works. Does it?', operation: 'questions' }
      const done = await ask('POST', '/v1/process', bearer(good), job)
      assert.equal(done.status, 200)
      assert.deepEqual(done.json, { message: 'Access granted', authenticated: true, result: ['Does it?'] })
    }
    assert.equal((await ask('POST', '/v1/process', { 'x-api-key': key })).status, 200)
    assert.equal((await ask('POST', '/v1/process', bearer(key), { operation: 'explode' })).status, 400)

    const advanced = await ask('POST', '/v1/advanced-process', bearer(key))
    assert.equal(advanced.json['api_key'], 'k7Qm2xV9…')
    assert.equal((advanced.json['user_context'] as Record<string, unknown>)['authenticated_by'], 'api_key')

    assert.deepEqual((await ask('GET', '/v1/operations')).json, {
      operations: ['summarize'],
      authenticated: false,
    })
    const known = await ask('GET', '/v1/operations', bearer(key))
    assert.deepEqual(known.json, {
      operations: ['summarize', 'key_points', 'questions', 'sentiment'],
      authenticated: true,
    })
    assert.equal((await ask('GET', '/v1/operations', bearer('wrong'))).status, 401)

    // AK-15: no header opens the inside.
    for (const path of ['/internal/monitoring/overview', '/internal/docs', '/internal/nothing']) {
      const inside = { 'x-internal': '1', 'x-forwarded-for': '127.0.0.1' }
      assert.equal((await ask('GET', path, inside)).status, 401)
    }
    assert.equal((await ask('GET', '/internal/monitoring/overview', bearer(key))).status, 200)
    assert.equal((await ask('GET', '/internal/docs', bearer(key))).status, 200)

    const status = await ask('GET', '/auth/status')
    assert.equal(status.status, 200)
    assert.equal(status.json['development_mode'], false)
    assert.deepEqual(status.json['features'], {
      user_tracking: false,
      request_logging: false,
      multi_key_support: true,
    })
    assert.equal((status.json['auth_system'] as Record<string, unknown>)['mode'], 'simple')
    assert.equal((await ask('GET', '/auth/status', bearer('wrong'))).status, 401)

    const { code, stderr, stdout } = await api.stop()
    assert.equal(code, 0)
    for (const text of [stderr, stdout]) assert.equal(text.includes(key), false)
    assert.match(stderr, /"reason":"unknown_api_key"/)
  })

  test('without a key is open, and says so; what is sent is not looked at', async (t) => {
    const api = await start(t, {})
    await api.ready()
    assert.equal((await api.ask('POST', '/v1/process')).status, 200)
    assert.equal((await api.ask('GET', '/internal/monitoring/overview', bearer('x'))).status, 200)
    assert.equal((await api.ask('GET', '/auth/status')).json['development_mode'], true)
    assert.equal((await api.ask('GET', '/v1/operations')).json['authenticated'], false)
    assert.match((await api.stop()).stderr, /DEVELOPMENT MODE/)
  })

  test('in advanced mode tracks users and logs requests, each key by its name', async (t) => {
    const features = { ENABLE_USER_TRACKING: 'true', ENABLE_REQUEST_LOGGING: 'true' }
    const api = await start(t, { API_KEY: key, AUTH_MODE: 'advanced', ...features })
    await api.ready()
    const { json } = await api.ask('POST', '/v1/advanced-process?q=secret', bearer(key))
    assert.deepEqual((json['user_context'] as Record<string, unknown>)['user'], {
      id: 'primary',
      key: 'primary',
    })
    const { stderr } = await api.stop()
    assert.match(stderr, /"event":"accepted".*"path":"\/v1\/advanced-process".*"key":"primary"/)
    assert.equal(stderr.includes('secret'), false)
  })

  test('keeps the inside apart where it has keys of its own, and its documentation away where that is wanted', async (t) => {
    const env = { API_KEY: key, INTERNAL_API_KEYS: 'of-the-operators', DISABLE_INTERNAL_DOCS: 'true' }
    const api = await start(t, env)
    await api.ready()
    const overview = async (text: string) =>
      (await api.ask('GET', '/internal/monitoring/overview', bearer(text))).status
    assert.deepEqual([await overview(key), await overview('of-the-operators')], [401, 200])
    for (const headers of [{}, bearer('of-the-operators')])
      assert.equal((await api.ask('GET', '/internal/docs', headers)).status, 404)
  })

  for (const [what, env, told] of [
    ['without a key', {}, /in production nobody is let in/],
    ['with a weak key', { API_KEY: 'test-api-key-12345' }, /shorter than 32/],
  ] as const) {
    test(`AK-11 does not start in production ${what}`, async (t) => {
      const api = await start(t, { NODE_ENV: 'production', ...env })
      const { code, stderr } = await api.ended
      assert.equal(code, 1)
      assert.match(stderr, told)
    })
  }
})
