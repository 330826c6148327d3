import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refusal } from '../../../packages/warder/src/transfer/import.ts'
import { deleteUser, findUser } from '../../../packages/warder/src/users/manage.ts'
import { updateUser } from '../../../packages/warder/src/users/operator/update.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { goodPassword, startWarder } from '../../support/warder.ts'
import { foreignHash, linesOf, take } from './support.ts'

const password_hash = foreignHash
let count = 0
const fresh = () => `someone-${++count}@example.com`

onEveryDatabase('an import', (warder) => {
  const countUsers = async () => (await warder.app.db.selectFrom('user').select('id').execute()).length

  test('refuses each record that cannot be taken, says where and why, and takes the others', async () => {
    await warder.user('taken@example.com')
    const email = fresh()
    // oxfmt-ignore
    const lines: [text: string, reason: RegExp | undefined][] = [
      [JSON.stringify({ email, password_hash }),                              undefined],
      ['{"email": "broken',                                                   /^it is not JSON$/],
      [JSON.stringify({ email: 'no address' }),                               /email/],
      [JSON.stringify({ full_name: 'Nobody' }),                               /^email: is required$/],
      [JSON.stringify({ email: fresh(), pasword_hash: password_hash }),       /pasword_hash/],
      [JSON.stringify({ email: fresh(), password: goodPassword }),            /password/],
      [JSON.stringify({ email: fresh(), password_hash: `${password_hash}x` }), /bcrypt/],
      [JSON.stringify({ email: fresh(), password_hash: '5f4dcc3b5aa765d61d8327deb882cf99' }), /no known format/],
      [JSON.stringify({ email: fresh(), roles: ['unknown'] }),                /There is no role unknown/],
      [JSON.stringify({ email: fresh(), id: 'auth0|1' }),                     /^id: is no identifier of ours/],
      [JSON.stringify({ email: fresh(), claims: { shoe_size: '37' } }),       /shoe_size/],
      [JSON.stringify({ email: fresh(), full_name: 'Ada\u202eevoL' }),        /full_name/],
      [JSON.stringify({ email: 'TAKEN@example.com' }),                        /leads to another account/],
      [JSON.stringify({ email: email.toUpperCase(), key: 'another' }),        /leads to another account/],
      [JSON.stringify({ email: fresh(), other_emails: [{ email: 'taken@example.com', email_verified: true }] }), /leads to another account/],
      [`{"email":"${fresh()}","roles":["a\\u0000"]}`,                  /a character that is none/],
      [`{"email":"${fresh()}","roles":["a\\ud800"]}`,                  /a character that is none/],
      ['[]',                                                                  /./],
      ['"text"',                                                              /./],
      ['null',                                                                /./],
      ['x'.repeat(300 * 1024),                                                /longer than/],
      [JSON.stringify({ email: fresh() }),                                    undefined],
    ]
    const told: Refusal[] = []
    const report = await take(warder, lines.map(([text]) => `${text}\n\n`).join(''), undefined, {
      refused: (refusal) => told.push(refusal),
    })
    const refused = lines.flatMap(([, reason], at) => (reason ? [{ line: at * 2 + 1, reason }] : []))
    assert.deepEqual(report.people, 2)
    assert.deepEqual(
      told.map(({ line }) => line).sort((a, b) => a - b),
      refused.map(({ line }) => line),
    )
    for (const { line, reason } of refused)
      assert.match(told.find((one) => one.line === line)?.reason ?? '', reason)
    const said = JSON.stringify([report, told])
    assert.ok(!said.includes(goodPassword) && !said.includes(password_hash.slice(8)))
  })

  test('says of an address that it is proved only where the file does', async () => {
    const [plain, proved] = [fresh(), fresh()]
    await take(warder, linesOf([{ email: plain }, { email: proved, email_verified: true }]))
    assert.equal((await findUser(warder.operator, plain)).email_verified, false)
    assert.equal((await findUser(warder.operator, proved)).email_verified, true)
  })

  test('goes on where it was stopped, also when people have changed their address since', async () => {
    const people = Array.from({ length: 250 }, (_, at) => ({ key: `k${at}`, email: fresh(), password_hash }))
    const before = await countUsers()
    const first = await take(warder, linesOf(people.slice(0, 120)))
    assert.equal(first.people, 120)
    const [moved] = people
    await updateUser(warder.operator, moved?.email ?? '', { email: fresh(), verified: true })
    const all = await take(warder, linesOf(people))
    assert.deepEqual([all.people, all.existing, all.refused], [130, 120, 0])
    assert.equal((await countUsers()) - before, 250)
  })

  test('changes nothing when it is only tried, and then says the same as when it is not', async () => {
    const before = await countUsers()
    const file = linesOf([
      { kind: 'role', name: 'tried', permissions: ['docs:read'] },
      { email: fresh(), roles: ['tried'] },
      { email: fresh() },
      { email: 'nobody' },
    ])
    const tried = await take(warder, file, undefined, { dry_run: true })
    assert.equal(await countUsers(), before)
    const done = await take(warder, file)
    assert.deepEqual({ ...tried, dry_run: false }, done)
    assert.deepEqual([done.people, done.roles, done.refused], [2, 1, 1])
  })

  test('LP-04 leaves an event for each person, and one for the whole', async () => {
    const email = fresh()
    await take(warder, linesOf([{ email }]))
    const { id } = await findUser(warder.operator, email)
    const rows = await warder.app.db
      .selectFrom('audit_event')
      .select(['type', 'subject', 'detail'])
      .orderBy('seq', 'desc')
      .limit(2)
      .execute()
    assert.deepEqual(
      rows.map(({ type, subject }) => [type, subject]),
      [
        ['data.imported', null],
        ['user.created', id],
      ],
    )
    assert.equal((JSON.parse(rows[0]?.detail ?? '') as { people: number }).people, 1)
  })

  test('somebody who is disabled elsewhere is disabled here', async () => {
    const email = fresh()
    await take(warder, linesOf([{ email, email_verified: true, disabled: true, password_hash }]))
    assert.equal((await warder.post('/auth/login', { email, password: goodPassword })).status, 401)
  })
})

test('somebody who was deleted comes back only by another import, which says so', async () => {
  const warder = await startWarder()
  const file = linesOf([{ key: '1', email: 'ada@example.com' }])
  await take(warder, file)
  await deleteUser(warder.operator, 'ada@example.com')
  assert.equal((await take(warder, file)).people, 1)
  await warder.close()
})
