import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { test } from 'node:test'
import { serve } from '../../../packages/outbound/test/support/provider.ts'
import { tempDir } from '../../support/services.ts'
import { homeIn } from './world.ts'

test('the proxy adds a credential, writes a line, and ends when it is told to', async () => {
  const folder = tempDir()
  const home = homeIn(folder.path)
  const api = await serve(() => ({ body: { ok: true } }))
  home.config(
    `  api: { type: bearer, token: env:KEY, baseUrl: '${api.origin}' }\nproxy: { clients: { agent: { token: env:TOKEN, allow: [{ credential: api, methods: [GET], paths: [/repos/**] }] } } }`,
  )
  const token = 'client-token-of-thirty-two-characters'
  const running = home.started(['proxy', '--listen', '127.0.0.1:0', '--audit', home.path('audit')], {
    KEY: 'canary-4711',
    TOKEN: token,
  })
  const [, url = ''] = /Listening at (\S+) for agent/.exec(await running.printed('for agent')) ?? []
  const headers = { authorization: `Bearer ${token}` }
  assert.equal((await fetch(`${url}/api/repos/x`, { headers })).status, 200)
  assert.equal(api.asked[0]?.headers.authorization, 'Bearer canary-4711')
  assert.equal((await fetch(`${url}/api/admin`, { headers })).status, 403)
  running.process.kill('SIGTERM')
  assert.equal((await running.ended).code, 0)
  const lines = home.read('audit').trim().split('\n')
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as { status: number }).status),
    [200, 403],
  )
  assert.equal(statSync(home.path('audit')).mode & 0o777, 0o600)
  assert.doesNotMatch(lines.join('\n'), /canary|client-token/)
  api.close()
  folder.drop()
})
