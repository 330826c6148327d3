import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { provider } from '../../../packages/outbound/test/support/provider.ts'
import { tempDir } from '../../support/services.ts'
import { only } from '../child.ts'
import { failed, homeIn } from './world.ts'

describe('a sign-in on the command line', () => {
  const folder = tempDir()
  const home = homeIn(folder.path)
  let server: Awaited<ReturnType<typeof provider>>
  before(async () => {
    server = await provider()
    home.config(
      `  p: { type: authorization-code, tokenEndpoint: '${server.origin}/token', authorizationEndpoint: '${server.origin}/authorize', deviceAuthorizationEndpoint: '${server.origin}/device', revocationEndpoint: '${server.origin}/revoke', clientId: c, scope: [read], baseUrl: '${server.origin}/api' }`,
    )
  })
  after(() => {
    server.close()
    folder.drop()
  })

  test('is asked for with 3 before anybody has signed in', async () => {
    assert.equal((await home.run(['status', 'p'])).code, 3)
    const { exit, code } = failed(await home.run(['curl', 'p', '/me', '--json']))
    assert.deepEqual([exit, code], [3, 'reauth_required'])
  })

  test('without a browser prints the address, and ends when a browser has come back', async () => {
    const running = home.started(['login', 'p', '--no-browser', '--json'])
    const text = await running.printed('paste that address')
    const [, address = ''] = /^(http:\S+authorize\?\S+)$/m.exec(text) ?? []
    assert.equal((await fetch(address)).status, 200)
    const ended = await running.ended
    assert.deepEqual([ended.code, JSON.parse(ended.stdout)], [0, { name: 'p', signed_in: true }])
    assert.equal((await home.run(['curl', 'p', '/me'])).code, 0)
    assert.doesNotMatch(ended.stdout + ended.stderr + home.stored(), /canary/)
  })

  test('is told to the server when it ends, with --revoke', async () => {
    const { refresh } = server.state
    const told = only<{ revoked: boolean }>(await home.run(['logout', 'p', '--revoke', '--json']))
    assert.equal(told.revoked, true)
    assert.deepEqual(server.state.revoked, [refresh])
    assert.equal((await home.run(['status', 'p'])).code, 3)
  })

  test('on another device shows a code first', async () => {
    server.state.approved = true
    const ended = await home.run(['login', 'p', '--device'])
    assert.equal(ended.code, 0, ended.stderr)
    assert.match(ended.stderr, /ABCD-EFGH/)
    assert.equal((await home.run(['status', 'p'])).code, 0)
  })
})
