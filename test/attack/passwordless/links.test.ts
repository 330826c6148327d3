import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leaver, path, withoutMail } from '../../support/passkeys/leaving.ts'
import { linkTo } from '../../support/people/programs.ts'
import { json, startWarder } from '../../support/warder.ts'

test('C12 a link to a new password is worth nothing once its person has set one themselves', async (t) => {
  const warder = await startWarder(withoutMail)
  t.after(() => warder.close())
  const { email, program: ada } = await leaver(warder, 'ada@example.com', 2)
  const { access_token } = await json<{ access_token: string }>(await ada.remove(path))
  await warder.post('/auth/forgot-password', { email })
  const token = await linkTo(warder, email, '/reset-password')
  const headers = { authorization: `Bearer ${access_token}` }
  const added = await warder.post(path, { password: 'one more pass phrase of mine' }, headers)
  assert.equal(added.status, 201, await added.clone().text())
  const late = await warder.post('/auth/reset-password', { token, password: 'quite another pass phrase' })
  assert.equal((await json<{ code: string }>(late)).code, 'token_invalid')
})
