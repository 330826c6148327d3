import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { getRequestListener } from '@hono/node-server'
import { fileStore, keepGrant } from '../../../packages/outbound/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { startOAuth } from '../../support/oauth.ts'

const life = 30_000
const peer = join(import.meta.dirname, '../../../bench/peers/oidc-provider.mjs')

type Way = {
  tokenEndpoint: string
  clientId: string
  secret: string
  refresh_token: string
  stop: () => Promise<void> | void
}

describe('OC-07 six programs that share the grant of a person for half a minute', () => {
  const children: ChildProcess[] = []
  const root = mkdtempSync(join(tmpdir(), 'grant-'))
  let api: Server
  before(async () => {
    api = createServer((_request, response) => void response.end('ok'))
    await listening(api)
  })
  after(() => {
    for (const child of children) child.kill('SIGKILL')
    api.close()
    rmSync(root, { recursive: true, force: true })
  })

  test('at Warder: no refresh token is sent twice', async (t) => {
    const way = await atWarder()
    t.diagnostic(JSON.stringify(await race(way)))
  })

  test('at oidc-provider: no refresh token is sent twice', async (t) => {
    const way = await atOidcProvider()
    t.diagnostic(JSON.stringify(await race(way)))
  })

  async function race({ refresh_token, stop, ...way }: Way) {
    const folder = mkdtempSync(join(root, 'store-'))
    const store = fileStore({ folder, key: Buffer.alloc(32, 7) })
    const start = Date.now()
    await keepGrant(store, 'ada', { access_token: 'none', refresh_token, requested_at: 0, expires_at: 1 })
    try {
      const task = JSON.stringify({ ...way, folder, api: originOf(api), start, life })
      const outcomes = await Promise.all(Array.from({ length: 6 }, () => run(task)))
      const words = new Set(outcomes.flatMap((outcome) => Object.keys(outcome)))
      assert.deepEqual([...words], ['200'])
      const grant = (await store.get('ada'))?.data ?? {}
      assert.equal(grant['reauth_required_at'], undefined)
      assert.notEqual(grant['refresh_token'], refresh_token)
      return outcomes
    } finally {
      await stop()
    }
  }

  async function run(task: string): Promise<Record<string, number>> {
    const path = join(import.meta.dirname, 'children/granted.ts')
    const child = spawn(process.execPath, ['--conditions=warder-src', path, task], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    await once(child, 'close')
    return JSON.parse(text) as Record<string, number>
  }

  async function atWarder(): Promise<Way> {
    const world = await startOAuth()
    const client = await world.client({ skip_consent: true, scope: 'openid offline_access notes' })
    const { refresh_token = '' } = await world.tokens(client, 'offline_access notes')
    assert.notEqual(refresh_token, '')
    const listener = getRequestListener((request) => {
      const { pathname } = new URL(request.url)
      return world.warder.handler(new Request(`https://id.example${pathname}`, request), {
        address: '192.0.2.1',
      })
    })
    const server = createServer((incoming, outgoing) => void listener(incoming, outgoing))
    await listening(server)
    // Its own clock runs as quickly as that of the programs.
    const ticking = setInterval(() => (world.warder.clock.now += 60), 50)
    return {
      tokenEndpoint: `${originOf(server)}/oauth/token`,
      clientId: client.client_id,
      secret: client.client_secret ?? '',
      refresh_token,
      stop: async () => {
        clearInterval(ticking)
        server.close()
        await world.warder.close()
      },
    }
  }

  async function atOidcProvider(): Promise<Way> {
    const place = createServer()
    await listening(place)
    const { port } = place.address() as AddressInfo
    await new Promise((resolve) => place.close(resolve))
    const tokens = join(root, 'tokens')
    const child = spawn(process.execPath, [peer], {
      env: { ...process.env, PORT: String(port), REFRESH_TOKENS: tokens, REDIS_URL: '' },
      stdio: 'ignore',
    })
    children.push(child)
    const origin = `http://127.0.0.1:${port}`
    const isUp = () =>
      fetch(`${origin}/jwks`).then(
        ({ ok }) => ok && existsSync(tokens),
        () => false,
      )
    await eventually('oidc-provider answers', isUp, 20_000)
    return {
      tokenEndpoint: `${origin}/token`,
      clientId: 'application',
      secret: 'wS3uVq0Zb1yXnK5tJ7gP9rLd2hMcFeA8',
      refresh_token: readFileSync(tokens, 'utf8').split('\n')[0] ?? '',
      stop: () => void child.kill(),
    }
  }
})

const listening = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const originOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
