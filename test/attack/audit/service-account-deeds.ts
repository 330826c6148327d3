import assert from 'node:assert/strict'
import { createRole, grantRole } from '../../../packages/warder/src/roles/manage.ts'
import { tendCredentials } from '../../../packages/warder/src/service-accounts/credentials/expiry.ts'
import { patch, root, type Made } from '../../support/people/service-accounts.ts'
import { json } from '../../support/warder.ts'
import type { Ada, Case } from './deeds.ts'

const role = { name: 'keeper', permissions: ['service_accounts:*', 'reports:read'] }

/** Ada looks after service accounts, and has one. */
async function account({ warder, email, program }: Ada): Promise<string> {
  await createRole(warder.operator, role).catch(() => undefined) // for the first of them
  await grantRole(warder.operator, email, role.name)
  const answer = await program.post(root, { name: 'Robot', scopes: ['reports:read'] })
  assert.equal(answer.status, 201)
  return (await json<{ id: string }>(answer)).id
}

async function part({ program }: Ada, path: string, input: object): Promise<Made> {
  const answer = await program.post(path, input)
  assert.equal(answer.status, 201, await answer.clone().text())
  return json<Made>(answer)
}

const secret = { type: 'rotating_secret' }
const trust = { issuer: 'https://ci.example', subject: 'repo:acme/app' }

async function edit(ada: Ada, id: string, change: Record<string, unknown>): Promise<void> {
  assert.equal((await patch(ada.warder, id, change, ada.program.headers())).status, 200)
}

async function remove({ program }: Ada, path: string): Promise<void> {
  assert.equal((await program.remove(path)).status, 204)
}

/** What is done to programs with an identity of their own. To whom it happened is the program. */
// oxfmt-ignore
export const serviceAccountCases: readonly Case[] = [
  ['service_account.created',       'succeeded', 'ada',     undefined, async (ada) => { await ada.begin(); await account(ada) }],
  ['service_account.updated',       'succeeded', 'ada',     undefined, async (ada) => { const id = await account(ada); await ada.begin(); await edit(ada, id, { name: 'Bot' }) }],
  ['service_account.disabled',      'succeeded', 'ada',     undefined, async (ada) => { const id = await account(ada); await ada.begin(); await edit(ada, id, { disabled: true }) }],
  ['service_account.enabled',       'succeeded', 'ada',     undefined, async (ada) => { const id = await account(ada); await edit(ada, id, { disabled: true }); await ada.begin(); await edit(ada, id, { disabled: false }) }],
  ['service_account.deleted',       'succeeded', 'ada',     undefined, async (ada) => { const id = await account(ada); await ada.begin(); await remove(ada, `${root}/${id}`) }],
  ['service_credential.added',      'succeeded', 'ada',     undefined, async (ada) => { const id = await account(ada); await ada.begin(); await part(ada, `${root}/${id}/credentials`, secret) }],
  ['service_credential.rotated',    'succeeded', 'ada',     undefined, async (ada) => { const path = `${root}/${await account(ada)}/credentials`; const { id } = await part(ada, path, secret); await ada.begin(); await ada.program.post(`${path}/${id}/rotate`) }],
  ['service_credential.revoked',    'succeeded', 'ada',     undefined, async (ada) => { const path = `${root}/${await account(ada)}/credentials`; const { id } = await part(ada, path, secret); await ada.begin(); await remove(ada, `${path}/${id}`) }],
  ['service_credential.expired',    'succeeded', undefined, undefined, async (ada) => {
    await part(ada, `${root}/${await account(ada)}/credentials`, { ...secret, lifetime_seconds: 300 })
    ada.warder.clock.now += 300
    await ada.begin()
    await tendCredentials(ada.warder.app)
  }],
  ['workload_trust.added',          'succeeded', 'ada',     undefined, async (ada) => { const id = await account(ada); await ada.begin(); await part(ada, `${root}/${id}/federation`, trust) }],
  ['workload_trust.removed',        'succeeded', 'ada',     undefined, async (ada) => { const path = `${root}/${await account(ada)}/federation`; const { id } = await part(ada, path, trust); await ada.begin(); await remove(ada, `${path}/${id}`) }],
]
