import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { personWithApp, waiting } from '../../support/people/authenticator.ts'

onEveryDatabase('MF-15 whoever writes to the database without the keys', (warder) => {
  test('puts no secret of their own in the place of that of somebody else', async () => {
    const ada = await personWithApp(warder, 'ada@example.com')
    const mallory = await personWithApp(warder, 'mallory@example.com')
    const row = (id: string) => warder.app.db.selectFrom('credential').select('data').where('id', '=', id)
    const kept = await row(ada.id).executeTakeFirstOrThrow()
    const put = ({ data }: { data: string }) =>
      warder.app.db.updateTable('credential').set({ data }).where('id', '=', ada.id).execute()
    const status = async (code: string) => {
      const { temp_token } = await waiting(warder, ada.email)
      return (await warder.post('/auth/login/mfa', { temp_token, code })).status
    }
    await put(await row(mallory.id).executeTakeFirstOrThrow())
    assert.equal(await status(mallory.code()), 500, 'it does not open, which is nothing that anybody typed')
    await put(kept)
    assert.equal(await status(mallory.code()), 401)
    assert.equal(await status(ada.code()), 200)
  })
})
