import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as memberships from '../../../packages/warder/src/store/access/memberships.ts'
import { setSecondFactorRequired } from '../../../packages/warder/src/users/lifecycle/require-second-factor.ts'
import { issueRecovery } from '../../../packages/warder/src/users/recovery/link.ts'
import { personWithPhone, textedCode, textsTo, withTexts } from '../../support/people/phones.ts'
import { addApp, signIn } from '../../support/people/second-step.ts'
import { linkTo } from '../../support/people/programs.ts'
import { personWithKey, signInBy } from '../../support/passkeys/people.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

/** A server of another tenant on the same database, whose people are those of `directory_id`. */
async function neighbour(warder: TestWarder, directory_id: string): Promise<TestWarder> {
  const { db } = warder.app
  const id = `ten_${directory_id}`
  if (directory_id !== 'dir_common')
    await db.insertInto('directory').values({ id: directory_id, name: 'Another', created_at: 1 }).execute()
  const rest = { second_factor_required_at: null, suspended_at: null, created_at: 1 }
  const row = { id, directory_id, name: 'Another', issuer: 'https://other.example', ...rest }
  // A server speaks for the tenant that is called so when it starts.
  const call = (tenant: string, slug: string) =>
    db.updateTable('tenant').set({ slug }).where('id', '=', tenant).execute()
  await db
    .insertInto('tenant')
    .values({ ...row, slug: id })
    .execute()
  await call('ten_default', 'first')
  await call(id, 'default')
  const started = await startWarder({ ...withTexts, 'second_factor.roles': 'admin' }, {}, db)
  await call(id, id)
  await call('ten_default', 'default')
  return started
}

describe('with several tenants', () => {
  let warder: TestWarder
  let sameDirectory: TestWarder
  let otherDirectory: TestWarder
  before(async () => {
    warder = await startWarder({ ...withTexts, 'limits.costly': '100000', 'limits.mailing': '100000' })
    sameDirectory = await neighbour(warder, 'dir_common')
    otherDirectory = await neighbour(warder, 'dir_other')
  })
  after(() => warder.close())

  const code = async (answer: Response) => [answer.status, (await json(answer))['code']]
  const over = [400, 'sign_in_over']

  test('TN-02 a sign-in that waits in one is unknown to the other, also where they share their people', async () => {
    await warder.user()
    const app = await addApp(warder)
    const { temp_token } = await signIn(warder)
    for (const other of [sameDirectory, otherDirectory]) {
      assert.deepEqual(
        await code(await other.post('/auth/login/mfa', { temp_token, code: app.code() })),
        over,
      )
      assert.deepEqual(await code(await other.post('/auth/login/mfa/send', { temp_token })), over)
    }
    assert.equal((await warder.post('/auth/login/mfa', { temp_token, code: app.code() })).status, 200)
  })

  test('TN-02 nor does one add a factor where the other waits for it', async () => {
    const email = 'bob@example.com'
    await warder.user(email)
    await setSecondFactorRequired(warder.operator, email, true)
    const { temp_token } = await signIn(warder, email)
    const headers = { authorization: `Bearer ${temp_token}` }
    assert.equal((await sameDirectory.post('/auth/mfa/totp/enable', {}, headers)).status, 401)
    assert.equal((await warder.post('/auth/mfa/totp/enable', {}, headers)).status, 200)
  })

  test('a role asks for a second factor in the tenant where somebody has it', async () => {
    const email = 'dora@example.com'
    const { id } = await warder.user(email)
    await memberships.insert(warder.app.db, 'ten_dir_common', id, 1)
    const give = (tenant_id: string) =>
      warder.app.db
        .insertInto('user_role')
        .values({ user_id: id, tenant_id, role: 'admin', granted_at: 1 })
        .execute()
    await give('ten_default')
    assert.ok('access_token' in (await signIn(sameDirectory, email)))
    await give('ten_dir_common')
    assert.equal((await signIn(sameDirectory, email)).mfa_required, true)
  })

  const proofs: [what: string, use: (email: string) => Promise<(at: TestWarder) => Promise<Response>>][] = [
    [
      'a password',
      async (email) => {
        await warder.user(email)
        return (at) => at.post('/auth/login', { email, password: goodPassword })
      },
    ],
    [
      'a link by mail',
      async (email) => {
        await warder.user(email)
        await warder.post('/auth/magic/send', { email })
        const token = await linkTo(warder, email, '/magic')
        return (at) => at.post('/auth/magic/verify', { token })
      },
    ],
    [
      'a code by mail',
      async (email) => {
        await warder.user(email)
        const sent = await warder.post('/auth/otp/send', { channel: 'email', to: email })
        const { challenge_id } = await json<{ challenge_id: string }>(sent)
        const [first] = (await warder.inbox()).filter(({ to }) => to === email)
        return (at) => at.post('/auth/otp/verify', { challenge_id, code: first?.codes[0] })
      },
    ],
    [
      'a passkey',
      async (email) => {
        const { key } = await personWithKey(warder, email)
        return (at) => signInBy(at, key)
      },
    ],
  ]
  for (const [at, [what, use]] of proofs.entries()) {
    test(`TN-01 ${what} opens nothing where other people are`, async () => {
      const email = `person-${at}@example.com`
      const answer = await (await use(email))(otherDirectory)
      assert.ok([400, 401].includes(answer.status), `${answer.status}`)
      const open = warder.app.db.selectFrom('session').select('id').where('tenant_id', '=', 'ten_dir_other')
      assert.deepEqual(await open.execute(), [])
    })
  }

  test('TN-01 a number signs in where its person is, and elsewhere it may be somebody else’s', async () => {
    const number = '+41791234567'
    const ask = (at: TestWarder) => at.post('/auth/otp/send', { channel: 'sms', to: number })
    await personWithPhone(warder, 'erin@example.com', number)
    const before = (await textsTo(warder, number)).length
    assert.equal((await ask(otherDirectory)).status, 202)
    assert.equal((await textsTo(warder, number)).length, before)
    warder.clock.now += 900
    otherDirectory.clock.now += 900
    await personWithPhone(otherDirectory, 'erin@example.com', number)
    for (const at of [warder, otherDirectory]) {
      const { challenge_id } = await json<{ challenge_id: string }>(await ask(at))
      const code = await textedCode(at, number)
      assert.equal((await at.post('/auth/otp/verify', { challenge_id, code })).status, 200)
    }
  })

  test('TN-01 a link for somebody who lost every second factor leads nowhere there', async () => {
    const email = 'carol@example.com'
    await warder.user(email)
    await issueRecovery(warder.operator, email)
    const path = `/recover?token=${await linkTo(warder, email, '/recover')}`
    assert.equal((await otherDirectory.get(path)).status, 410)
    assert.equal((await warder.get(path)).status, 200)
  })
})
