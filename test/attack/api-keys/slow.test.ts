import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRole, revokeRole } from '../../../packages/warder/src/roles/manage.ts'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { newKeyPair, plainAgent, withAgents } from '../../support/people/agents.ts'
import { makeKey } from '../../support/people/api-keys.ts'
import { program } from '../../support/people/programs.ts'
import { endingAfter } from '../../support/timing/slow-body.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'

const permissions = ['api_keys:write', 'service_accounts:write', 'agents:write', 'reports:read']

onEveryDatabase(
  'a request that comes byte by byte',
  (warder) => {
    let people = 0
    const somebody = async () => {
      const email = `mallory-${++people}@example.com`
      const role = `keeper-${people}`
      await createRole(warder.operator, { name: role, permissions })
      await warder.user(email, { roles: [role] })
      return { email, role, program: await program(warder, email) }
    }
    /** Its body ends after `meanwhile`, when who sends it has been let in long ago. */
    const slowly = (
      path: string,
      headers: Record<string, string>,
      body: object,
      meanwhile: () => Promise<unknown>,
    ): Promise<Response> => {
      const init = {
        method: 'POST',
        body: endingAfter(meanwhile, JSON.stringify(body)),
        duplex: 'half',
        headers: { ...headers, 'content-type': 'application/json' },
      }
      return warder.request(path, init as RequestInit)
    }
    const rowsOf = async (table: 'api_key' | 'service_account' | 'agent') =>
      (await warder.app.db.selectFrom(table).select('id').execute()).length

    const account = { name: 'Robot', scopes: ['reports:read'] }
    // oxfmt-ignore
    const table: [what: string, made: 'api_key' | 'service_account' | 'agent', path: string, body: object][] = [
      ['a key of the tenant',    'api_key',         '/api/keys',             { ...account, owner: { type: 'tenant' } }],
      ['a service account',      'service_account', '/api/service-accounts', account],
      ['an agent of the tenant', 'agent',           '/api/agents',           { ...plainAgent, public_keys: [newKeyPair().jwk], owner: { type: 'tenant' } }],
    ]
    for (const [what, made, path, body] of table)
      test(`AD-15 makes ${what} for nobody who has lost the role in the meantime`, async () => {
        const mallory = await somebody()
        const before = await rowsOf(made)
        const lose = () => revokeRole(warder.operator, mallory.email, mallory.role)
        const answer = await slowly(path, mallory.program.headers(), body, lose)
        assert.equal(answer.status, 403)
        assert.equal(await rowsOf(made), before)
        const bob = await somebody()
        const kept = await slowly(path, bob.program.headers(), body, () => Promise.resolve())
        assert.equal(kept.status, 201, await kept.text())
      })

    // oxfmt-ignore
    const ends: [what: string, end: (mallory: Awaited<ReturnType<typeof somebody>>) => Promise<unknown>, status: number][] = [
      ['has lost the role', ({ email, role }) => revokeRole(warder.operator, email, role),  403],
      ['is disabled',       ({ email }) => setUserDisabled(warder.operator, email, true),   401],
    ]
    for (const [what, end, status] of ends)
      test(`AD-15 makes no service account by the key of somebody who ${what} in the meantime`, async () => {
        const mallory = await somebody()
        const { key } = await makeKey(warder, mallory.program.headers(), {
          scopes: ['service_accounts:write', 'reports:read'],
        })
        const before = await rowsOf('service_account')
        const answer = await slowly('/api/service-accounts', { 'x-api-key': key }, account, () =>
          end(mallory),
        )
        assert.equal(answer.status, status)
        assert.equal(await rowsOf('service_account'), before)
      })
  },
  withAgents,
)
