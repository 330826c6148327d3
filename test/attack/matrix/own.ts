import assert from 'node:assert/strict'
import { newId } from '../../../packages/warder/src/crypto/tokens.ts'
import { keep, sealSecret } from '../../../packages/warder/src/sign-in/totp/authenticators.ts'
import { createAccount } from '../../../packages/warder/src/service-accounts/create.ts'
import { addCredential } from '../../../packages/warder/src/service-accounts/credentials/add.ts'
import { addTrust } from '../../../packages/warder/src/service-accounts/federation/trusts.ts'
import { operatorManager } from '../../../packages/warder/src/service-accounts/manager.ts'
import * as agents from '../../../packages/warder/src/store/programs/agents.ts'
import * as apiKeys from '../../../packages/warder/src/store/programs/api-keys.ts'
import * as factors from '../../../packages/warder/src/store/people/factors.ts'
import * as identities from '../../../packages/warder/src/store/people/identities.ts'
import { agentRow } from '../../support/people/agents.ts'
import { apiKeyRow } from '../../support/people/api-keys.ts'
import { linkTo } from '../../support/people/programs.ts'
import { connectionRow } from '../../support/vault/rows.ts'
import { send, type Someone, type World } from './world.ts'

/** What of somebody's own the path of a route names. */
export async function ownParams(
  world: World,
  someone: Someone,
  path: string,
): Promise<Record<string, string>> {
  const user_id = someone.values['user'] ?? ''
  const { db } = world.warder.app
  if (path.includes('/emails/:id')) return { id: await secondEmail(world, someone, user_id) }
  if (path.includes('/sessions/:id')) {
    const query = db.selectFrom('session').select('id').where('user_id', '=', user_id)
    const { id } = await query.where('token_hash', 'is', null).executeTakeFirstOrThrow()
    return { id }
  }
  if (/\/(totp|authenticators)\/:id/.test(path)) return { id: await authenticator(world, user_id) }
  if (path.includes('/passkeys/:id')) return { id: await passkey(world, user_id) }
  if (path.includes('/identities/:id')) return { id: await identity(world, user_id) }
  if (/^(?!\/api\/admin).*\/connections\/:id/.test(path)) return connectionOf(world, user_id)
  if (path.includes('/agents/:id')) return { id: await agentOf(world, user_id) }
  if (/\/(api-)?keys\/:id/.test(path)) return { id: await keyOf(world, user_id) }
  if (path.startsWith('/api/service-accounts/:id')) return serviceAccountOf(world, path)
  if (path.includes(':client_id')) return { client_id: await grant(world, user_id) }
  return {}
}

async function secondEmail(world: World, someone: Someone, user_id: string): Promise<string> {
  const { warder } = world
  const email = `second-${someone.values['email']}`
  const route = { method: 'POST', path: '/auth/me/emails' }
  assert.equal((await send(world, someone, route, { json: { email } })).status, 202)
  const token = await linkTo(warder, email, '/confirm-email')
  const confirmed = await send(
    world,
    someone,
    { ...route, path: `${route.path}/confirm` },
    { json: { token } },
  )
  assert.equal(confirmed.status, 200)
  const rows = warder.app.db.selectFrom('user_email').select('id').where('user_id', '=', user_id)
  return (await rows.where('email', '=', email).executeTakeFirstOrThrow()).id
}

/** An authenticator app is a row; how one is set up has tests of its own. */
async function authenticator({ warder }: World, user_id: string): Promise<string> {
  const { app } = warder
  const id = newId('tot')
  const data = keep({ sealed: sealSecret(app, id, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'), last_step: 0 })
  const person = { id: user_id, directory_id: 'dir_common' }
  await factors.add(app.db, person, [{ id, method: 'totp', lookup: id, data, name: 'Red phone' }], app.now())
  return id
}

/** So is a passkey. */
async function passkey({ warder }: World, user_id: string): Promise<string> {
  const { app } = warder
  const id = newId('pky')
  const kept = { user_handle: 'AAAA', transports: [], aaguid: '', discoverable: true, backed_up: true }
  const row = { id, method: 'passkey', lookup: id, data: JSON.stringify(kept), name: 'Red key' } as const
  await factors.add(app.db, { id: user_id, directory_id: 'dir_common' }, [row], app.now())
  return id
}

/** And an account elsewhere. */
async function identity({ warder }: World, user_id: string): Promise<string> {
  const { app } = warder
  const of = { issuer: 'https://accounts.example', subject: user_id, provider: 'example', label: 'Ada' }
  return identities.insert(app.db, { ...of, user_id, directory_id: 'dir_common' }, app.now())
}

/** An agent is a row as well. */
async function agentOf({ warder }: World, user_id: string): Promise<string> {
  const id = newId('agt')
  await agents.insert(warder.app.db, agentRow(id, user_id, { created_at: warder.clock.now }))
  return id
}

/** What somebody has connected, and a program that uses it. */
async function connectionOf(world: World, user_id: string): Promise<Record<string, string>> {
  await grant(world, user_id)
  const { id, program } = await connectionRow(world.warder, user_id)
  return { id, program }
}

/** And a key. */
async function keyOf({ warder }: World, user_id: string): Promise<string> {
  const { app } = warder
  const id = newId('key')
  await apiKeys.insert(app.db, apiKeyRow(id, user_id, { created_at: app.now(), issued_at: app.now() }))
  return id
}

/** A program with an identity of its own, and what of it is named. */
async function serviceAccountOf({ warder }: World, path: string): Promise<Record<string, string>> {
  const by = operatorManager(warder.operator)
  const { id } = await createAccount(by, { name: 'Robot' })
  if (!path.includes(':part')) return { id }
  if (path.includes('/federation/')) {
    const rule = { issuer: 'https://ci.example', subject: 'repo:acme/app', claims: {}, single_use: true }
    return { id, part: (await addTrust(by, id, rule)).id }
  }
  return { id, part: (await addCredential(by, id, { type: 'rotating_secret' })).row.id }
}

/** What a person allows an application is a row; by the page that asks for it, it has tests of its own. */
async function grant({ warder, client }: World, user_id: string): Promise<string> {
  const row = { tenant_id: 'ten_default', user_id, client_id: client.client_id }
  const now = warder.clock.now
  await warder.app.db
    .insertInto('consent')
    .values({ ...row, scope: 'openid', resource: '', granted_at: now, withdrawn_at: null })
    .execute()
  return client.client_id
}
