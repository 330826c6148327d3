import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noteAgreed } from '../../../packages/warder/src/privacy/consents/operator.ts'
import { exportFor } from '../../../packages/warder/src/privacy/export/export.ts'
import { deleteUser } from '../../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { program } from '../../support/people/programs.ts'
import { json } from '../../support/warder.ts'
import { settings, type Asked, said, signIn, agree, bothOf } from './terms.ts'

onEveryDatabase(
  'what people agreed to',
  (warder) => {
    test('is taken back as it is given, with the audit, and each change is one record however often it is sent', async () => {
      const { id } = await warder.user('carol@example.com')
      const { temp_token } = await signIn(warder, 'carol@example.com')
      await agree(warder, temp_token, bothOf)
      const me = await program(warder, 'carol@example.com')
      const give = { document: 'news', version: '1', given: true }
      const take = { document: 'news', given: false }
      assert.equal(
        (await me.post('/auth/me/consents', take)).status,
        200,
        'nothing was given, nothing is taken',
      )
      await Promise.all([1, 2, 3].map(() => me.post('/auth/me/consents', give)))
      await Promise.all([1, 2, 3].map(() => me.post('/auth/me/consents', take)))
      assert.deepEqual((await said(warder, id)).slice(2), ['news@1 given api', 'news@1 withdrawn api'])
      const { documents, items } = await json<{
        documents: { id: string; state: string }[]
        items: object[]
      }>(await me.get('/auth/me/consents'))
      assert.deepEqual(
        documents.map(({ id: name, state }) => `${name} ${state}`),
        ['terms given', 'privacy given', 'news withdrawn'],
      )
      assert.equal(items.length, 4)
      const events = await warder.app.db
        .selectFrom('audit_event')
        .select(['type', 'detail'])
        .where('subject', '=', id)
        .where('type', 'like', 'privacy.%')
        .orderBy('seq')
        .execute()
      assert.deepEqual(
        events.map(({ type }) => type),
        ['privacy.agreed', 'privacy.agreed', 'privacy.withdrawn'],
      )
      assert.match(events[2]?.detail ?? '', /news@1/)
    })

    test('what is required is not taken back by staying, and an old version is not agreed to', async () => {
      await warder.user('dora@example.com')
      const { temp_token } = await signIn(warder, 'dora@example.com')
      await agree(warder, temp_token, bothOf)
      const me = await program(warder, 'dora@example.com')
      // oxfmt-ignore
      const table: [change: object, status: number][] = [
        [{ document: 'terms', given: false },                   409],
        [{ document: 'terms', version: '1', given: true },      409],
        [{ document: 'cookies', version: '1', given: true },    400],
        [{ document: 'cookies', given: false },                 400],
        [{ document: 'news', given: true },                     400],
        [{ document: 'news', version: '1' },                    400],
      ]
      for (const [change, status] of table)
        assert.equal((await me.post('/auth/me/consents', change)).status, status, JSON.stringify(change))
    })

    test('of somebody else is not shown, and not changed by a session that has ended', async () => {
      await warder.user('eve@example.com')
      const { temp_token } = await signIn(warder, 'eve@example.com')
      const { access_token } = await json<Asked>(await agree(warder, temp_token, bothOf))
      const me = await program(warder, 'eve@example.com')
      const { items } = await json<{ items: object[] }>(await me.get('/auth/me/consents'))
      assert.equal(items.length, 2)
      const headers = { authorization: `Bearer ${access_token}` }
      assert.equal((await warder.post('/auth/logout', {}, headers)).status, 204)
      const give = { document: 'news', version: '1', given: true }
      assert.equal((await warder.post('/auth/me/consents', give, headers)).status, 401)
    })

    test('LP-08 whoever agrees at the moment in which the account is erased leaves nothing under its name', async () => {
      for (let round = 0; round < 3; round++) {
        const email = `leaving-${round}@example.com`
        const { id } = await warder.user(email)
        const { temp_token } = await signIn(warder, email)
        await agree(warder, temp_token, bothOf)
        const me = await program(warder, email)
        const give = { document: 'news', version: '1', given: true }
        const both = [
          me.post('/auth/me/consents', give),
          me.remove('/auth/me'),
          me.post('/auth/me/consents', give),
        ]
        const [, gone] = await Promise.all([...both, me.post('/auth/me/consents', { ...give, given: false })])
        assert.equal(gone?.status, 204)
        assert.deepEqual(await said(warder, id), [])
      }
    })

    test('LP-08 nor does an operator write anything of them down', async () => {
      for (let round = 0; round < 3; round++) {
        const { id } = await warder.user(`by-operator-${round}@example.com`)
        const terms = [{ id: 'terms', version: '2' }]
        const done = await Promise.allSettled([
          deleteUser(warder.operator, id),
          noteAgreed(warder.operator, id, terms),
          exportFor(warder.operator, id),
        ])
        assert.equal(done[0]?.status, 'fulfilled')
        assert.deepEqual(await said(warder, id), [])
        const named = await warder.app.db
          .selectFrom('audit_event')
          .select('seq')
          .where('subject', '=', id)
          .execute()
        assert.deepEqual(named, [])
      }
    })
  },
  settings,
)
