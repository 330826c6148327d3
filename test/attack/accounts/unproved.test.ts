import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findUser } from '../../../packages/warder/src/users/manage.ts'
import { updateUser } from '../../../packages/warder/src/users/operator/update.ts'
import { foreignHash, linesOf, take } from '../../flow/transfer/support.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { linkTo } from '../../support/people/programs.ts'
import { goodPassword, json } from '../../support/warder.ts'

onEveryDatabase('an address that nobody proved', (warder) => {
  let count = 0
  const fresh = (name: string) => `${name}-${++count}@example.com`
  const login = async (email: string) =>
    (await warder.post('/auth/login', { email, password: goodPassword })).status
  const mailsTo = async (email: string) => (await warder.inbox()).filter(({ to }) => to === email)
  const byLink = async (email: string) => {
    await warder.post('/auth/magic/send', { email })
    return warder.post('/auth/magic/verify', { token: await linkTo(warder, email, '/magic') })
  }
  const byCode = async (email: string) => {
    const asked = await warder.post('/auth/otp/send', { channel: 'email', to: email })
    const { challenge_id } = await json<{ challenge_id: string }>(asked)
    const [code = ''] = (await mailsTo(email)).flatMap(({ codes }) => codes)
    return warder.post('/auth/otp/verify', { challenge_id, code })
  }
  /** What another system has of an account that Mallory made there for somebody else's address. */
  const planted = async (more: object = {}) => {
    const email = fresh('alice')
    const report = await take(warder, linesOf([{ email, password_hash: foreignHash, ...more }]))
    assert.equal(report.people, 1)
    return email
  }

  for (const [how, signIn] of [
    ['a link', byLink],
    ['a code', byCode],
  ] as const) {
    test(`its reader, who signs in by ${how}, does not let in whoever set a password in the system it came from`, async () => {
      const email = await planted()
      assert.equal(await login(email), 401)
      assert.equal((await signIn(email)).status, 200)
      assert.equal(await login(email), 401, 'what Mallory chose there')
      assert.ok((await mailsTo(email)).some(({ subject }) => subject.includes('password was removed')))
      assert.equal((await findUser(warder.operator, email)).email_verified, true)
    })
  }

  test('who chooses a password by mail has that one, and one that was proved elsewhere is kept', async () => {
    const email = await planted()
    await warder.post('/auth/forgot-password', { email })
    const token = await linkTo(warder, email, '/reset-password')
    const password = 'alice has another pass phrase'
    assert.equal((await warder.post('/auth/reset-password', { token, password })).status, 200)
    assert.equal(await login(email), 401)
    assert.equal((await warder.post('/auth/login', { email, password })).status, 200)

    const proved = await planted({ email_verified: true })
    assert.equal((await byLink(proved)).status, 200)
    assert.equal(await login(proved), 200)
  })

  test('mistyped by an operator, it is no way in once it is put right', async () => {
    const [typo, right] = [fresh('bbo'), fresh('bob')]
    await take(warder, linesOf([{ email: typo }]))
    const { id } = await findUser(warder.operator, typo)
    await updateUser(warder.operator, id, { email: right, verified: true })
    await warder.post('/auth/forgot-password', { email: typo })
    await warder.post('/auth/magic/send', { email: typo })
    const links = (await mailsTo(typo)).flatMap((mail) => mail.links)
    assert.deepEqual(
      links.map((link) => new URL(link).pathname),
      ['/register'],
      'there is no account, and nothing to undo',
    )
    const rows = warder.app.db.selectFrom('user_email').select('email').where('user_id', '=', id)
    assert.deepEqual(await rows.execute(), [{ email: right }])
  })

  test('it is not taken in beside a main one, so that its owner registers with it', async () => {
    const [main, other] = [fresh('mallory'), fresh('carol')]
    await take(warder, linesOf([{ email: main, email_verified: true, other_emails: [{ email: other }] }]))
    const asked = { email: other, password: 'carol likes long pass phrases', full_name: 'Carol' }
    assert.equal((await warder.post('/auth/register', asked)).status, 201)
    const token = await linkTo(warder, other, '/verify-email')
    assert.equal((await warder.post('/auth/verify-email', { token })).status, 200)
  })

  test('beside a main one it lets nobody in by mail, however it came there', async () => {
    const [main, other] = [fresh('dora'), fresh('eve')]
    const { id } = await warder.user(main)
    const { db } = warder.app
    const [row] = await db.selectFrom('user_email').selectAll().where('user_id', '=', id).execute()
    const beside = { id: `eml_beside_${count}`, email: other, email_key: other, verified_at: null }
    await db
      .insertInto('user_email')
      .values({ ...row!, ...beside })
      .execute()
    await warder.post('/auth/forgot-password', { email: other })
    await warder.post('/auth/magic/send', { email: other })
    const asked = await warder.post('/auth/otp/send', { channel: 'email', to: other })
    assert.equal(asked.status, 202)
    assert.deepEqual(await mailsTo(other), [])
  })
})
