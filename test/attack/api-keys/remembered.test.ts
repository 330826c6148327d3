import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digest } from '../../../packages/warder/src/crypto/tokens.ts'
import { createRole, deleteRole, revokeRole, updateRole } from '../../../packages/warder/src/roles/manage.ts'
import { deleteUser, setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { makeKey } from '../../support/people/api-keys.ts'
import { program, type Program } from '../../support/people/programs.ts'
import { json } from '../../support/warder.ts'

type Feed = { items: { kind: string; hash: string; not_before?: number }[] }
type Owner = { email: string; role: string; ada: Program }

onEveryDatabase('an API that remembers what a key was worth', (warder) => {
  let people = 0
  /** Somebody with a role of their own, and a key that does what it allows. */
  const someone = async (): Promise<Owner & { id: string }> => {
    const email = `holder-${++people}@example.com`
    const role = `reader-${people}`
    await createRole(warder.operator, { name: role, permissions: ['reports:read'] })
    await warder.user(email, { roles: [role] })
    const ada = await program(warder, email)
    const { id } = await makeKey(warder, ada.headers(), { scopes: ['reports:read'] })
    return { email, role, ada, id }
  }
  const told = async (id: string) => {
    const { items } = await json<Feed>(await warder.get('/oauth/revocations'))
    return items.filter(({ kind, hash }) => kind === 'key' && hash === digest(id))
  }

  // oxfmt-ignore
  const table: [what: string, how: (owner: Owner) => Promise<unknown>, goesOn: boolean][] = [
    ['lose the role that it needs',  ({ email, role }) => revokeRole(warder.operator, email, role),             true],
    ['may do less by their role',    ({ role }) => updateRole(warder.operator, role, { permissions: ['a:b'] }), true],
    ['had a role that is gone',      ({ role }) => deleteRole(warder.operator, role),                           true],
    ['are disabled',                 ({ email }) => setUserDisabled(warder.operator, email, true),              true],
    ['take a break',                 ({ ada }) => ada.post('/auth/me/deactivate'),                              true],
    ['are gone by their own wish',   ({ ada }) => ada.remove('/auth/me'),                                       false],
    ['are deleted by an operator',   ({ email }) => deleteUser(warder.operator, email),                         false],
  ]
  for (const [what, how, goesOn] of table)
    test(`AK-07 hears of the key of people who ${what}`, async () => {
      const owner = await someone()
      const other = await someone()
      assert.deepEqual(await told(owner.id), [])
      await how(owner)
      const [line, ...more] = await told(owner.id)
      assert.deepEqual(more, [])
      // What goes on is asked about anew; what is gone is dead whenever it was made.
      assert.equal(line?.not_before, goesOn ? warder.clock.now : undefined)
      assert.ok(line)
      assert.deepEqual(await told(other.id), [], 'and of nobody else’s')
    })

  test('AK-07 hears nothing of the keys of a role that is described in other words', async () => {
    const { role, id } = await someone()
    await updateRole(warder.operator, role, { description: 'Reads reports' })
    assert.deepEqual(await told(id), [])
  })
})
