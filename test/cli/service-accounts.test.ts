import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { newKeyPair } from '../support/people/agents.ts'
import { basic, type Made } from '../support/people/service-accounts.ts'
import { tempDir } from '../support/services.ts'
import { only, server, warder, type Child, type Ended } from './child.ts'

type Account = { id: string; scopes: string[]; resources: string[]; disabled: boolean; created_by: null }
type Trust = { id: string; subject: string; claims: Record<string, string>; single_use: boolean }
type Listed<T> = { items: T[]; next_cursor: string | null }

const github = 'https://token.actions.githubusercontent.com'

describe('service accounts, for operators', () => {
  const folder = tempDir()
  const data = join(folder.path, 'data')
  const file = join(folder.path, 'key.jwk')
  let running: Child & { url: string }
  const run = (...args: string[]) => warder(['service-account', ...args, '--data', data, '--json'])
  const create = async (...more: string[]) =>
    only<Account>(await run('create', '--name', 'Robot', '--scope', 'reports:read', ...more))
  const errorOf = ({ stderr }: Ended) =>
    (JSON.parse(stderr) as { error: { code: string; message: string } }).error
  const asks = async (id: string, secret: string | undefined) => {
    const headers = basic(id, secret)
    const body = new URLSearchParams({ grant_type: 'client_credentials' })
    return (await fetch(`${running.url}/oauth/token`, { method: 'POST', headers, body })).status
  }

  before(async () => {
    writeFileSync(file, JSON.stringify(newKeyPair().jwk))
    running = await server(data)
  })
  after(async () => {
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  })

  test('one is made, gets a secret that works and is told once, is disabled, enabled and deleted', async () => {
    const { id, ...made } = await create('--resource', 'https://reports.example')
    assert.match(id, /^svc_/)
    assert.deepEqual(
      [made.scopes, made.resources, made.disabled, made.created_by],
      [['reports:read'], ['https://reports.example'], false, null],
    )
    const { secret } = only<Made>(await run('credential', 'add', id, '--type', 'rotating_secret'))
    assert.equal(await asks(id, secret), 200)
    const listed = await run('credential', 'list', id)
    assert.equal(only<Listed<Made>>(listed).items.length, 1)
    assert.doesNotMatch(listed.stdout, /wss_/)
    const table = await warder(['service-account', 'list', '--data', data])
    assert.match(table.stdout, /svc_\w+ +Robot +active +reports:read +https:\/\/reports\.example/)

    assert.equal(only<Account>(await run('disable', id)).disabled, true)
    assert.equal(only<Account>(await run('show', id)).disabled, true)
    assert.equal(only<Account>(await run('enable', id)).disabled, false)
    assert.equal(only<{ deleted: boolean }>(await run('delete', id, '--yes')).deleted, true)
    for (const verb of [
      ['show'],
      ['disable'],
      ['enable'],
      ['delete', '--yes'],
      ['credential', 'list'],
      ['trust', 'list'],
    ]) {
      const gone = await run(...verb, id)
      assert.deepEqual([gone.code, errorOf(gone).code], [1, 'not_found'], verb.join(' '))
    }
  })

  test('a secret is rotated without grace, and revoked', async () => {
    const { id } = await create()
    const made = only<Made>(
      await run('credential', 'add', id, '--type', 'rotating_secret', '--lifetime', '600'),
    )
    const lifetime = Date.parse(made.expires_at ?? '') - Date.parse(made.issued_at)
    assert.equal(lifetime, 600_000)
    const next = only<Made>(await run('credential', 'rotate', id, made.id, '--grace', '0'))
    assert.deepEqual([next.id, next.version, next.replaced_until], [made.id, 2, null])
    assert.deepEqual([await asks(id, made.secret), await asks(id, next.secret)], [401, 200])
    assert.equal(only<{ revoked: boolean }>(await run('credential', 'revoke', id, made.id)).revoked, true)
    assert.equal(errorOf(await run('credential', 'revoke', id, made.id)).code, 'not_found')
  })

  test('a public key has nothing to tell, and a signed credential is a token', async () => {
    const { id } = await create()
    const key = only<Made>(await run('credential', 'add', id, '--type', 'public_key', '--public-key', file))
    assert.deepEqual([key.secret, key.token, key.expires_at], [undefined, undefined, null])
    const other = only<Made>(
      await run('credential', 'rotate', id, key.id, '--jwks-uri', 'https://robot.example/jwks'),
    )
    assert.equal(other.jwks_uri, 'https://robot.example/jwks')
    const signed = only<Made>(await run('credential', 'add', id, '--type', 'jwt', '--name', 'Job'))
    assert.match(signed.token ?? '', /^ey/)
    assert.equal(signed.name, 'Job')
  })

  test('trust in another issuer is given, listed and taken away', async () => {
    const { id } = await create()
    const rule = ['--issuer', github, '--subject', 'repo:acme/app:*', '--claim', 'ref=refs/heads/main']
    const made = only<Trust>(await run('trust', 'add', id, ...rule, '--reusable'))
    assert.deepEqual(
      [made.subject, made.claims, made.single_use],
      ['repo:acme/app:*', { ref: 'refs/heads/main' }, false],
    )
    const once = only<Trust>(await run('trust', 'add', id, ...rule, '--jwks', file))
    assert.equal(once.single_use, true)
    assert.equal(only<{ removed: boolean }>(await run('trust', 'remove', id, made.id)).removed, true)
    assert.deepEqual(
      only<Listed<Trust>>(await run('trust', 'list', id)).items.map((one) => one.id),
      [once.id],
    )
    assert.equal(errorOf(await run('trust', 'remove', id, made.id)).code, 'not_found')
  })

  // oxfmt-ignore
  const wrong: [what: string, args: string[], code: string, message: RegExp][] = [
    ['an account with what is no scope',      ['create', '--name', 'R', '--scope', 'reports:*'],                  'invalid_input', /scopes\/0: is no scope/],
    ['an account without a name',             ['create'],                                                         'usage',         /--name/],
    ['a credential of an unknown kind',       ['credential', 'add', 'svc_1', '--type', 'password'],               'usage',         /rotating_secret, jwt, public_key/],
    ['a secret that lives for a second',      ['credential', 'add', 'svc_1', '--type', 'jwt', '--lifetime', '1'], 'invalid_input', /is at least 60/],
    ['a secret with a key',                   ['credential', 'add', 'svc_1', '--type', 'jwt', '--public-key', file], 'usage',      /--type public_key/],
    ['a key that is in no file',              ['credential', 'add', 'svc_1', '--type', 'public_key', '--public-key', '/none'], 'usage', /\/none cannot be read/],
    ['a grace of two days',                   ['credential', 'rotate', 'svc_1', 'crd_1', '--grace', '172800'],    'invalid_input', /is at most 86400/],
    ['trust in everybody at GitHub',          ['trust', 'add', 'svc_1', '--issuer', github, '--subject', 'repo:*'], 'invalid_input', /needs the owner/],
    ['a claim without a value',               ['trust', 'add', 'svc_1', '--issuer', github, '--subject', 'x', '--claim', 'ref'], 'usage', /is like/],
    ['a credential of nobody',                ['credential', 'add', 'svc_1', '--type', 'jwt'],                    'not_found',     /no such service account/],
  ]
  for (const [what, args, code, message] of wrong) {
    test(`${what} is refused`, async () => {
      const answer = await run(...args)
      const error = errorOf(answer)
      assert.deepEqual([answer.code, error.code], [code === 'usage' ? 2 : 1, code])
      assert.match(error.message, message)
      assert.equal(answer.stdout, '')
    })
  }
})
