import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { record } from '../../../packages/warder/src/audit/audit.ts'
import type { EventMessage, Listeners } from '../../../packages/warder/src/index.ts'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { eventually } from '../../support/eventually.ts'
import { stores } from '../../support/services.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

const event = { type: 'user.updated', outcome: 'succeeded' } as const
const happen = (warder: TestWarder) => record(warder.app.db, warder.operator, event)

for (const [kind, fresh] of stores()) {
  describe(`a program that Warder is part of hears of events on ${kind}`, () => {
    async function hearing(events: Listeners, run: (warder: TestWarder) => Promise<void>): Promise<void> {
      const store = await fresh()
      const warder = await startWarder({ database_url: store.url }, {}, undefined, { events })
      try {
        await run(warder)
      } finally {
        await warder.close()
        await store.drop()
      }
    }

    test('of those that it names, once each and in their order, when they have happened', async () => {
      const heard: string[] = []
      const all: string[] = []
      const note = ({ type }: EventMessage) => heard.push(type)
      const events = {
        'user.created': note,
        'session.*': note,
        '*': ({ type }: EventMessage) => all.push(type),
      }
      await hearing(events, async (warder) => {
        const { id } = await warder.user()
        await warder.tokens()
        await setUserDisabled(warder.operator, id, true)
        await eventually('the last is heard', () => all.at(-1) === 'user.disabled')
        assert.deepEqual(heard, ['user.created', 'session.opened'])
      })
    })

    test('what it is told is in the audit by then, and what is undone it is not told', async () => {
      const found: (number | undefined)[] = []
      let warder: TestWarder | undefined
      const listener = async () => {
        const rows = await warder?.app.db
          .selectFrom('audit_event')
          .select('seq')
          .where('type', '=', event.type)
          .execute()
        found.push(rows?.length)
      }
      await hearing({ 'user.updated': listener }, async (started) => {
        warder = started
        const { db } = started.app
        await assert.rejects(
          db.transaction().execute(async (tx) => {
            await record(tx, started.operator, event)
            throw new Error('undone')
          }),
          /undone/,
        )
        await db.transaction().execute((tx) => record(tx, started.operator, event))
        await eventually('it is heard', () => found.length === 1)
        await happen(started)
        await eventually('so is the other', () => found.length === 2)
        assert.deepEqual(found, [1, 2])
      })
    })
  })
}

describe('a listener changes nothing', () => {
  const hearing = (events: Listeners) => startWarder({}, {}, undefined, { events })

  // oxfmt-ignore
  const listeners: [what: string, listener: () => unknown][] = [
    ['that throws',                () => { throw new Error('no') }],
    ['whose promise is rejected',  () => Promise.reject(new Error('no'))],
    ['that never comes to an end', () => new Promise(() => undefined)],
    ['that answers something',     () => ({ outcome: 'refused', status: 500 })],
  ]
  for (const [what, listener] of listeners) {
    test(`one ${what}: people sign in as before, others hear, and the server ends`, async () => {
      let heard = 0
      const warder = await hearing({ '*': listener, 'session.opened': () => heard++ })
      await warder.user()
      assert.ok((await warder.tokens()).access_token)
      await eventually('the other hears', () => heard === 1)
      await warder.close()
    })
  }

  test('what it does to an event no other listener sees, nor the audit', async () => {
    const heard: unknown[] = []
    const warder = await hearing({
      'user.updated': (told) => Object.assign(told.data, { outcome: 'refused' }),
      'user.*': (told) => heard.push(told.data.outcome),
    })
    await happen(warder)
    await eventually('it is heard', () => heard.length === 1)
    assert.deepEqual(heard, ['succeeded'])
    const rows = await warder.app.db
      .selectFrom('audit_event')
      .select('outcome')
      .where('type', '=', event.type)
      .execute()
    assert.deepEqual(rows, [{ outcome: 'succeeded' }])
    await warder.close()
  })

  test('nobody waits for one that is slow', async () => {
    let begun = 0
    let release = () => {}
    const slow = new Promise<void>((resolve) => (release = resolve))
    const warder = await hearing({ '*': () => (begun++, slow) })
    await warder.user()
    assert.equal((await warder.tokens()).expires_in, 600)
    await eventually('it is called', () => begun > 1)
    release()
    await warder.close()
  })

  test('one that calls Warder is answered', async () => {
    const there: { warder?: TestWarder; made?: string | undefined } = {}
    const warder = await hearing({
      'user.disabled': async () => {
        there.made = (await there.warder?.user('other@example.com'))?.id
      },
    })
    there.warder = warder
    const { id } = await warder.user()
    await setUserDisabled(warder.operator, id, true)
    await eventually('it made somebody', () => there.made !== undefined)
    await warder.close()
  })

  test('one that hangs a thousand times misses what comes then, and the log says so once', async () => {
    let calls = 0
    const warder = await hearing({ 'user.updated': () => (calls++, new Promise(() => undefined)) })
    await warder.app.db.transaction().execute(async (tx) => {
      for (let at = 0; at < 1010; at++) await record(tx, warder.operator, event)
    })
    await nextTurn()
    assert.equal(calls, 1000)
    assert.equal(warder.lines.filter((line) => line.includes('misses events')).length, 1)
    await warder.close()
  })
})
