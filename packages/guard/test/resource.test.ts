import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { guard, type GuardOptions } from '../src/index.ts'
import { audience, startGuarded } from './support/guarded.ts'

const issuer = 'https://id.example'
const log = () => undefined

describe('RFC 9728 the metadata of an API', () => {
  test('RFC 9728 §2 say where tokens come from, and RFC 9728 §5.1 challenges say where they are', async (t) => {
    const { auth, issuer: own } = await startGuarded(t, { resource: { scopes_supported: ['notes:read'] } })
    const metadata = auth.resourceMetadata()
    assert.equal(metadata?.path, '/.well-known/oauth-protected-resource')
    const response = metadata.response()
    assert.equal(response.headers.get('access-control-allow-origin'), '*')
    assert.deepEqual(await response.json(), {
      resource: audience,
      authorization_servers: [own.url],
      scopes_supported: ['notes:read'],
      bearer_methods_supported: ['header'],
    })
    const result = await auth.required()(new Request(audience))
    assert.ok(!result.ok)
    assert.equal(result.challenge, `Bearer realm="${audience}", resource_metadata="${metadata.url}"`)
  })

  // oxfmt-ignore
  const table: [resource: string, url: string][] = [
    ['https://api.example',             'https://api.example/.well-known/oauth-protected-resource'],
    ['https://api.example/',            'https://api.example/.well-known/oauth-protected-resource'],
    ['https://api.example/mcp',         'https://api.example/.well-known/oauth-protected-resource/mcp'],
    ['https://api.example/v1?tenant=1', 'https://api.example/.well-known/oauth-protected-resource/v1?tenant=1'],
    ['http://localhost:4005/mcp',       'http://localhost:4005/.well-known/oauth-protected-resource/mcp'],
  ]
  for (const [resource, url] of table) {
    test(`RFC 9728 §3.1 those of ${resource} are at ${url}`, () => {
      const auth = guard({ issuer, audience: resource, resource: {}, log })
      assert.equal(auth.resourceMetadata()?.url, url)
    })
  }

  for (const resource of ['http://api.example', 'https://api.example/#x', 'api']) {
    test(`RFC 9728 §1.2 ${resource} is no resource`, () => {
      const options: GuardOptions = { issuer, audience: 'api', resource: { resource }, log }
      assert.throws(() => guard(options), /resource must be an https URL without a fragment/)
    })
  }

  test('there are none where nobody wants them', () => {
    assert.equal(guard({ issuer, audience, log }).resourceMetadata(), undefined)
  })
})
