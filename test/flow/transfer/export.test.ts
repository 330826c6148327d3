import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import { exportRecords } from '../../../packages/warder/src/transfer/export.ts'
import { setClaims } from '../../../packages/warder/src/users/claims/set.ts'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'
import { take } from './support.ts'

async function exported({ operator }: TestWarder, with_hashes: boolean): Promise<string> {
  let text = ''
  for await (const piece of await exportRecords(operator, { with_hashes })) text += piece
  return text
}

/** Without the first line, which says when. */
const content = (text: string) => text.split('\n').slice(1)

describe('what was exported', () => {
  let [from, to]: TestWarder[] = []
  let client_secret: string | undefined
  let client_id = ''
  before(async () => {
    from = await startWarder()
    to = await startWarder()
    const by = from.operator
    await createRole(by, { name: 'writer', permissions: ['docs:write'], description: 'Writes.' })
    await from.user('ada@example.com', { roles: ['admin', 'writer'] })
    await from.user('bob@example.com', { full_name: '' })
    await setClaims(by, 'ada@example.com', { given_name: 'Ada' })
    await setUserDisabled(by, 'bob@example.com', true)
    const made = await createClient(by, {
      name: 'Notes',
      type: 'confidential',
      redirect_uris: ['https://notes.example/cb'],
      access_token_claims: ['roles'],
      skip_consent: true,
    })
    client_id = made.client_id
    client_secret = made.client_secret
  })
  after(async () => {
    await from?.close()
    await to?.close()
  })

  test('has no hash and no secret unless they were asked for', async () => {
    assert.ok(from)
    const text = await exported(from, false)
    assert.doesNotMatch(text, /argon2|hash":"|secret":/)
    assert.match(await exported(from, true), /"password_hash":"\$argon2id\$/)
  })

  test('makes the same elsewhere, where people and applications use what they have', async () => {
    assert.ok(from && to)
    const text = await exported(from, true)
    const report = await take(to, text)
    assert.deepEqual(report.refusals, [])
    assert.deepEqual([report.people, report.roles, report.clients], [2, 1, 1])
    assert.deepEqual(
      content(await exported(to, true)).map((line) => line.replace(/"created_at":"[^"]+"/, '')),
      content(text).map((line) => line.replace(/"created_at":"[^"]+"/, '')),
    )
    const body = { email: 'ada@example.com', password: goodPassword }
    assert.equal((await to.post('/auth/login', body)).status, 200)
    const authorization = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`
    const answer = await to.form('/oauth/introspect', { token: 'none' }, { authorization })
    assert.deepEqual([answer.status, await answer.json()], [200, { active: false }])
  })

  test('is there already when it is taken again', async () => {
    assert.ok(from && to)
    const report = await take(to, await exported(from, true))
    assert.deepEqual(
      [report.people, report.roles, report.clients, report.existing, report.refused],
      [0, 0, 0, 4, 0],
    )
  })

  test('TN-03 of a tenant with members has none of the accounts of others, and takes none in', async () => {
    assert.ok(from)
    const { operator } = from
    const tenant = { ...operator.tenant, id: 'ten_x', slug: 'x', prefix: '/t/x', shared: true }
    const text = await exported({ ...from, operator: { ...operator, tenant } }, true)
    assert.doesNotMatch(text, /@example\.com/)
    const file = '{"email":"carol@example.com"}'
    assert.equal((await take({ operator: { ...operator, tenant } }, file)).refused, 1)
  })

  test('LP-04 is written down, with whether hashes went along', async () => {
    assert.ok(from)
    const rows = await from.app.db
      .selectFrom('audit_event')
      .select('detail')
      .where('type', '=', 'data.exported')
      .orderBy('seq')
      .execute()
    const told = rows.map(({ detail }) => (JSON.parse(detail) as { with_hashes: string }).with_hashes)
    assert.ok(told.includes('true') && told.includes('false'))
  })
})
