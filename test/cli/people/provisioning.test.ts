import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createWarder } from '../../../packages/warder/src/index.ts'
import { loadConfig } from '../../../packages/warder/src/config/load.ts'
import { tempDir } from '../../support/services.ts'
import { warder, type Ended } from '../child.ts'

const folder = tempDir()
after(() => folder.drop())

const env = {
  WARDER_ISSUER: 'https://id.example',
  WARDER_SECRET: Buffer.alloc(32, 7).toString('base64url'),
}
const scim = (...args: string[]): Promise<Ended> =>
  warder(['scim', ...args, '--json', '--data', folder.path], { env })

type Shown = { id: string; name: string; url: string; token?: string; on_delete: string; vouched: boolean }
const read = <T>({ stdout }: Ended): T => JSON.parse(stdout) as T

before(async () => {
  assert.equal((await warder(['migrate', '--data', folder.path], { env })).code, 0)
})

test('a connection is made with its address and its token, listed without it, rotated and revoked', async () => {
  const made = read<Shown>(await scim('create', '--name', 'Entra', '--on-delete', 'disable', '--vouch'))
  assert.deepEqual(
    [made.name, made.url, made.on_delete, made.vouched],
    ['Entra', 'https://id.example/scim/v2', 'disable', true],
  )
  assert.match(made.token ?? '', /^wsc_/)
  const listed = await scim('list')
  assert.deepEqual(
    read<{ items: Shown[] }>(listed).items.map(({ id }) => id),
    [made.id],
  )
  assert.ok(!listed.stdout.includes('wsc_'))
  const next = read<Shown>(await scim('rotate', made.id, '--grace', '0'))
  assert.notEqual(next.token, made.token)
  assert.equal((await scim('rotate', made.id, '--grace', '-1')).code, 1)
  assert.equal((await scim('revoke', made.id, '--yes')).code, 0)
  assert.equal((await scim('revoke', made.id, '--yes')).code, 1)
  assert.deepEqual(read<{ items: Shown[] }>(await scim('list')).items, [])
})

test('a group that a directory made is mapped to a role, and no longer', async () => {
  const { id, token = '' } = read<Shown>(await scim('create', '--name', 'Okta'))
  const loaded = await loadConfig({ flags: { data_dir: folder.path }, env, purpose: 'command' })
  assert.ok(loaded.ok)
  const server = await createWarder({ config: loaded.config })
  const answer = await server.handler(
    new Request('https://id.example/scim/v2/Groups', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({ displayName: 'Writers' }),
    }),
  )
  const group = (await answer.json()) as { id: string }
  await server.close()
  assert.equal(
    (
      await warder(
        ['role', 'create', '--name', 'editor', '--permission', 'docs:edit', '--data', folder.path],
        { env },
      )
    ).code,
    0,
  )
  const groups = async () =>
    read<{ items: { id: string; role: string | null }[] }>(await scim('groups', id)).items
  assert.deepEqual(
    (await groups()).map(({ role }) => role),
    [null],
  )
  assert.equal((await scim('map', group.id, 'editor')).code, 0)
  assert.deepEqual(
    (await groups()).map(({ role }) => role),
    ['editor'],
  )
  assert.equal((await scim('map', group.id, 'admin')).code, 1)
  assert.equal((await scim('unmap', group.id)).code, 0)
  assert.deepEqual(
    (await groups()).map(({ role }) => role),
    [null],
  )
})
