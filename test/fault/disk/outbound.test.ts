import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import {
  authenticatedFetch,
  fileStore,
  keepGrant,
  refreshToken,
} from '../../../packages/outbound/src/index.ts'
import { serve } from '../../../packages/outbound/test/support/provider.ts'
import { failed, homeIn } from '../../cli/outbound/world.ts'
import { smallDisk, type SmallDisk } from '../../support/faults/small-disk.ts'
import { tempDir } from '../../support/services.ts'

describe('OC-13 the disk is full where credentials are kept', () => {
  let disk: SmallDisk
  let server: Awaited<ReturnType<typeof serve>>
  /** A server that rotates refresh tokens, and what else happens when it is asked for one. */
  const state = { calls: 0, ending: '', meanwhile: (): void => undefined }
  const access = () => `a-${state.calls}${state.ending}`
  const refresh = () => `r-${state.calls}`
  before(async () => {
    server = await serve(({ url, headers, body }) => {
      if (url === '/api') return { status: headers.authorization === `Bearer ${access()}` ? 200 : 401 }
      state.meanwhile()
      if (new URLSearchParams(body).get('refresh_token') !== refresh())
        return { status: 400, body: { error: 'invalid_grant' } }
      state.calls++
      const tokens = { access_token: access(), refresh_token: refresh() }
      return { body: { ...tokens, token_type: 'Bearer', expires_in: 3600 } }
    })
  })
  beforeEach(async () => {
    disk = smallDisk('2m')
    const grant = { access_token: 'old', refresh_token: refresh(), requested_at: 0, expires_at: 1 }
    await keepGrant(store(), 'ada', grant)
  })
  afterEach(() => disk.drop())
  after(() => server.close())

  const folder = () => join(disk.path, 'store')
  const store = () => fileStore({ folder: folder(), key: Buffer.alloc(32, 7) })
  const kept = async () => (await store().get('ada'))?.data['refresh_token']
  /** As another process would, with nothing in memory. */
  const call = () => {
    const credential = refreshToken({
      tokenEndpoint: `${server.origin}/token`,
      clientId: 'cli',
      auth: { method: 'none' },
      store: store(),
      id: 'ada',
    })
    return authenticatedFetch(credential, { origins: [server.origin] })(`${server.origin}/api`)
  }
  const full = { name: 'OutboundError', code: 'STORE_UNAVAILABLE', hint: /has room/ }

  test('no token is asked for that could not be written, and the old one is good when there is room again', async () => {
    disk.fill()
    const before_ = state.calls
    await assert.rejects(call(), full)
    assert.equal(state.calls, before_)
    disk.free()
    assert.equal((await call()).status, 200)
    assert.equal(await kept(), refresh())
  })

  test('nor one for which there may be too little', async () => {
    disk.fill()
    const filler = join(disk.path, 'filler')
    truncateSync(filler, statSync(filler).size - 16_384)
    state.ending = 'x'.repeat(15_000)
    const before_ = state.calls
    await assert.rejects(call(), full)
    assert.equal(state.calls, before_)
    disk.free()
    assert.equal((await call()).status, 200)
    state.ending = ''
    assert.equal(await kept(), refresh())
  })

  test('a token that comes when the disk is full by then is written all the same', async () => {
    state.meanwhile = () => disk.fill()
    assert.equal((await call()).status, 200)
    state.meanwhile = () => undefined
    assert.equal(await kept(), refresh())
    const names = readdirSync(folder())
    assert.deepEqual(
      names.filter((name) => !/\.(?:json|lock)$/.test(name)),
      [],
    )
    for (const name of names.filter((one) => one.endsWith('.json')))
      assert.equal(statSync(join(folder(), name)).mode & 0o777, 0o600)
  })

  test('a record that cannot be written leaves the one before, and nothing beside it', async () => {
    disk.fill()
    const before_ = readdirSync(folder())
    const record = { kind: 'oauth-grant', data: { refresh_token: 'x'.repeat(50_000) } }
    await assert.rejects(store().set('ada', record), full)
    assert.deepEqual(readdirSync(folder()), before_)
    assert.equal(await kept(), refresh())
  })

  const text = 'version: 1\nstore: { backend: file }\ncredentials: {}\n'

  test('the command line says so and exits with 5, and the configuration is as it was', async () => {
    const folder_ = tempDir()
    const home = homeIn(folder_.path)
    home.write('warder.outbound.yaml', text)
    disk.fill()
    const more = { XDG_DATA_HOME: join(disk.path, 'data'), stdin: 'canary-4711' }
    const refused = failed(await home.run(['add', 'openai', '--json'], more))
    assert.deepEqual([refused.exit, refused.code], [5, 'store_unavailable'])
    assert.match(refused.message, /room/)
    assert.equal(home.read('warder.outbound.yaml'), text)
    folder_.drop()
  })

  test('a configuration that cannot be written is as it was, and nothing lies beside it', async () => {
    const folder_ = tempDir()
    const home = homeIn(folder_.path)
    const place = join(disk.path, 'warder.outbound.yaml')
    writeFileSync(place, text)
    disk.fill()
    const args = ['add', 'openai', '--json', '--file', place, '--key-from', 'env:OPENAI_API_KEY']
    const refused = failed(await home.run(args))
    assert.deepEqual([refused.exit, refused.code], [1, 'not_written'])
    assert.equal(readFileSync(place, 'utf8'), text)
    assert.ok(!readdirSync(disk.path).includes('warder.outbound.yaml.new'))
    folder_.drop()
  })
})
