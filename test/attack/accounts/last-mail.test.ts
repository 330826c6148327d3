import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkTo, program, type Program } from '../../support/people/programs.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

async function mailsTo(warder: TestWarder, address: string): Promise<number> {
  return (await warder.inbox()).filter(({ to }) => to === address).length
}

async function removeLast(person: Program): Promise<void> {
  const { items } = await json<{ items: { id: string }[] }>(await person.get('/auth/me/emails'))
  assert.equal((await person.remove(`/auth/me/emails/${items.at(-1)?.id}`)).status, 204)
}

test('LP-08 a mail to an address that was asked for and given up goes with the person', async () => {
  const warder = await startWarder()
  await warder.user('alice@example.com')
  const alice = await program(warder, 'alice@example.com')
  await alice.post('/auth/me/emails', { email: 'alice@home.example' })
  await removeLast(alice)
  assert.equal(await mailsTo(warder, 'alice@home.example'), 1)
  assert.equal((await alice.remove('/auth/me')).status, 204)
  assert.equal(await mailsTo(warder, 'alice@home.example'), 0)
  await warder.close()
})

test('LP-08 whoever asks for the address of another and erases themself takes none of their mail along', async () => {
  const warder = await startWarder()
  for (const email of ['bob@example.com', 'mallory@example.com']) await warder.user(email)
  const mallory = await program(warder, 'mallory@example.com')
  await warder.post('/auth/forgot-password', { email: 'bob@example.com' })
  await mallory.post('/auth/me/emails', { email: 'bob@example.com' })
  assert.equal((await mallory.remove('/auth/me')).status, 204)
  assert.notEqual(await linkTo(warder, 'bob@example.com', '/reset-password'), '')
  await warder.close()
})
