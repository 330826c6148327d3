import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { linkTo, program } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const more = {
  role: 'admin',
  roles: ['admin'],
  permissions: ['*'],
  banned: false,
  email_verified: true,
  tenant_id: 'ten_other',
  data: { role: 'admin' },
}

let warder: TestWarder
before(async () => {
  warder = await startWarder()
})
after(() => warder.close())

test('AD-02 nobody gives themselves a role, a permission, a tenant or a confirmed address with their own account', async () => {
  const email = 'mallory@example.com'
  await warder.post('/auth/register', { email, password: goodPassword, full_name: 'Mallory', ...more })
  assert.equal((await warder.post('/auth/login', { email, password: goodPassword })).status, 401)
  await warder.post('/auth/register', { email, password: goodPassword, full_name: 'Mallory' })
  const token = await linkTo(warder, email, '/verify-email')
  await warder.post('/auth/verify-email', { token, password: goodPassword, ...more })
  const mallory = await program(warder, email)
  const look = async () => {
    const { roles, permissions, tenant_id } = await json(await mallory.get('/auth/me'))
    return { roles, permissions, tenant_id }
  }
  const before = await look()
  assert.deepEqual(before, { roles: [], permissions: [], tenant_id: 'ten_default' })
  await mallory.put('/auth/me', { full_name: 'Mallory M.', ...more })
  assert.deepEqual(await look(), before)
})
