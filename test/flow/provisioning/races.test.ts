import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { heldBy } from '../../../packages/warder/src/access/permissions/held.ts'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import { mapGroup } from '../../../packages/warder/src/scim/connections/mapping.ts'
import { linkTo } from '../../support/people/programs.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { bulkOf, directoryOf, patch, type Directory } from '../../support/programs/scim.ts'
import { goodPassword } from '../../support/warder.ts'

onEveryDatabase('a directory that does much at once', (warder) => {
  let directory: Directory
  before(async () => {
    directory = await directoryOf(warder)
    await createRole(warder.operator, { name: 'editor', permissions: ['docs:edit'] })
  })
  const active = (value: boolean) => patch({ op: 'replace', path: 'active', value })
  const rolesOf = async (id: string) => (await heldBy(warder.app.db, warder.operator.tenant.id, id)).roles
  const counted = (statuses: number[]) => statuses.toSorted((a, b) => a - b).join(' ')

  test('makes somebody once, by whatever way it asks', async () => {
    const body = { userName: 'once@example.com' }
    const post = { method: 'POST', path: '/Users', bulkId: 'a', data: body }
    const single = async () => (await directory.call('POST', '/Users', body)).status
    const bulk = async () => Number((await bulkOf(directory, [post])).results[0]?.status)
    const statuses = await Promise.all([single(), bulk(), single(), bulk()])
    assert.equal(counted(statuses), '201 409 409 409')
  })

  test('disables somebody who is signing in at this moment: no session is left', async () => {
    const email = 'leaving@example.com'
    const id = await directory.user(email)
    await warder.post('/auth/forgot-password', { email })
    const token = await linkTo(warder, email, '/reset-password')
    await warder.post('/auth/reset-password', { token, password: goodPassword })
    for (let round = 0; round < 3; round++) {
      await directory.call('PATCH', `/Users/${id}`, active(true))
      const login = async () => {
        const answer = await warder.post('/auth/login', { email, password: goodPassword })
        return answer.status === 200
          ? ((await answer.json()) as { access_token: string }).access_token
          : undefined
      }
      const [disabled, ...tokens] = await Promise.all([
        directory.call('PATCH', `/Users/${id}`, active(false)),
        login(),
        login(),
        login(),
      ])
      assert.equal(disabled.status, 200)
      for (const one of tokens) {
        if (one === undefined) continue
        assert.equal((await warder.get('/auth/me', { authorization: `Bearer ${one}` })).status, 401)
      }
    }
  })

  test('deletes somebody whom it puts into groups, one of which gives a role', async () => {
    const [group, plain] = [await directory.group('Editors'), await directory.group('Plain')]
    await mapGroup(warder.operator, group, 'editor')
    for (let round = 0; round < 8; round++) {
      const id = await directory.user(`both-${round}@example.com`)
      const add = patch({ op: 'add', path: 'members', value: [{ value: id }] })
      const [added, also, deleted] = await Promise.all([
        directory.call('PATCH', `/Groups/${group}`, add),
        directory.call('PATCH', `/Groups/${plain}`, add),
        directory.call('DELETE', `/Users/${id}`),
      ])
      for (const { status } of [added, also]) assert.ok([204, 400].includes(status), String(status))
      assert.equal(deleted.status, 204)
      assert.deepEqual(await rolesOf(id), [])
      assert.equal((await directory.call('GET', `/Groups?filter=members eq "${id}"`)).body['totalResults'], 0)
    }
  })

  test('takes somebody from one of two groups with a role while the other is removed: nothing is left of it', async () => {
    const id = await directory.user('two@example.com')
    const groups = [await directory.group('One', [id]), await directory.group('Two', [id])]
    for (const group of groups) await mapGroup(warder.operator, group, 'editor')
    assert.deepEqual(await rolesOf(id), ['editor'])
    const leave = patch({ op: 'remove', path: `members[value eq "${id}"]` })
    const answers = await Promise.all([
      directory.call('PATCH', `/Groups/${groups[0]}`, leave),
      directory.call('DELETE', `/Groups/${groups[1]}`),
    ])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [204, 204],
    )
    assert.deepEqual(await rolesOf(id), [])
  })
})
