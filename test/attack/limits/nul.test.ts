import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { program, type Program } from '../../support/people/programs.ts'

onEveryDatabase('a text with NUL in it', (warder) => {
  let ada: Program
  before(async () => {
    await warder.user('ada@example.com', { roles: ['admin'] })
    ada = await program(warder, 'ada@example.com')
  })

  // oxfmt-ignore
  const table: [where: string, ask: () => Promise<Response>][] = [
    ['the id of what is removed',  () => ada.remove('/auth/passkeys/a%00b')],
    ['the id of what is read',     () => ada.get('/api/keys/key_%00')],
    ['a list of an owner',         () => ada.get('/api/keys?owner=svc_%00')],
    ['a cursor',                   () => ada.get('/api/keys?cursor=1.key_%00')],
    ['the id of an application',   () => warder.get('/oauth/authorize?client_id=cli_%00&response_type=code')],
    ['a token request',            () => warder.form('/oauth/token', { client_id: 'cli_\0', grant_type: 'refresh_token', refresh_token: '\0' })],
    ['an owner in a body',         () => ada.post('/api/keys', { name: 'a', scopes: ['profile:read'], owner: { type: 'service_account', id: 'svc_\0' } })],
    ['a name',                     () => ada.put('/auth/me', { full_name: 'Ada\0' })],
    ['an address to sign in with', () => warder.post('/auth/login', { email: 'ada\0@example.com', password: 'x' })],
    ['a password',                 () => warder.post('/auth/login', { email: 'ada@example.com', password: 'x\0' })],
  ]
  for (const [where, ask] of table)
    test(`ST-08 is the mistake of whoever sent it: in ${where}`, async () => {
      const { status } = await ask()
      // A list of what nobody has is empty where the database can be asked for it.
      assert.ok(status < 500, `${status}`)
      assert.equal(warder.lines.filter((line) => line.includes('"level":"error"')).length, 0)
    })
})
