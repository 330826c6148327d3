import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../packages/warder/src/crypto/tokens.ts'
import { isUniqueViolation } from '../../../packages/warder/src/store/errors.ts'
import type { Db } from '../../../packages/warder/src/store/open.ts'
import * as emails from '../../../packages/warder/src/store/people/emails.ts'
import * as users from '../../../packages/warder/src/store/people/users.ts'
import { addUser, fifty, onEveryStore } from '../open-stores.ts'

const directory_id = 'dir_common'

onEveryStore('the addresses of a person', (store) => {
  /** A person with `more` addresses beside the main one, and their rows by name. */
  async function person(...more: string[]) {
    const id = newId('usr')
    await addUser(store.db, id)
    for (const name of more) await insert(store.db, id, name)
    const named = async (name: string) => {
      const rows = await emails.listOf(store.db, id)
      const row = rows.find(({ email }) => email === address(name, id))
      assert.ok(row, `${name} is not an address of ${id}`)
      return row
    }
    const left = async () => {
      const rows = await emails.listOf(store.db, id)
      return ['main', ...more].filter((name) => rows.some(({ email }) => email === address(name, id)))
    }
    return { id, named, left, main: async () => (await users.find(store.db, id))?.email }
  }
  const address = (name: string, id: string) =>
    name === 'main' ? `${id}@example.com` : `${name}-${id}@example.com`
  const insert = (db: Db, user_id: string, name: string, verified_at: number | null = 5) => {
    const email = address(name, user_id)
    return emails.insert(db, { user_id, directory_id, email, email_key: email, verified_at, created_at: 5 })
  }
  const inTurn = <T>(work: (tx: Db) => Promise<T>) => store.db.transaction().execute(work)

  test('each of them leads to the person and says which one it was', async () => {
    const ada = await person('work')
    const key = address('work', ada.id)
    const found = await users.findByEmail(store.db, directory_id, key)
    assert.deepEqual([found?.id, found?.email, found?.address], [ada.id, await ada.main(), key])
    assert.equal(found?.address_id, (await ada.named('work')).id)
    assert.equal(await users.findByEmail(store.db, 'dir_other', key), undefined)
  })

  test('one that is nobody’s leads to nobody, and not to whose is next', async () => {
    const ada = await person('work')
    const key = address('work', ada.id)
    for (const near of [key.slice(0, -1), `${key}a`, '', 'a', `work-${ada.id}`, 'zzz', key.toUpperCase()])
      assert.equal(await users.findByEmail(store.db, directory_id, near), undefined, near)
  })

  test('of fifty accounts that add one address one has it', async () => {
    const people = await fifty(() => person())
    const tried = await Promise.all(
      people.map(({ id }) =>
        emails
          .insert(store.db, {
            user_id: id,
            directory_id,
            email: 'wanted@example.com',
            email_key: 'wanted@example.com',
            verified_at: 5,
            created_at: 5,
          })
          .then(() => 'added')
          .catch((error: unknown) => (isUniqueViolation(error) ? 'taken' : error)),
      ),
    )
    assert.equal(tried.filter((outcome) => outcome === 'added').length, 1)
    assert.equal(tried.filter((outcome) => outcome === 'taken').length, 49)
  })

  test('only a proved address of one’s own becomes the main one', async () => {
    const ada = await person('work')
    const bob = await person('home')
    await insert(store.db, ada.id, 'said', null)
    assert.equal(await emails.makePrimary(store.db, ada.id, (await bob.named('home')).id), false)
    assert.equal(await emails.makePrimary(store.db, ada.id, (await ada.named('said')).id), false)
    assert.equal(await ada.main(), address('main', ada.id))
    assert.equal(await emails.makePrimary(store.db, ada.id, (await ada.named('work')).id), true)
    assert.equal(await ada.main(), address('work', ada.id))
    assert.equal((await users.find(store.db, ada.id))?.email_verified_at, 5)
  })

  test('neither the main address nor somebody else’s can be removed', async () => {
    const ada = await person('work')
    const bob = await person()
    const main = await ada.named('main')
    const work = await ada.named('work')
    assert.equal(await emails.remove(store.db, ada.id, main.id, 10), undefined)
    assert.equal(await emails.remove(store.db, bob.id, work.id, 10), undefined)
    assert.equal((await emails.remove(store.db, ada.id, work.id, 10))?.email, work.email)
    assert.deepEqual(await ada.left(), ['main'])
  })

  test('an address is held until its time is over, and can be removed afterwards', async () => {
    const ada = await person('work')
    const work = await ada.named('work')
    await emails.hold(store.db, work, 100, 10)
    assert.equal(await emails.remove(store.db, ada.id, work.id, 99), undefined)
    assert.ok(await emails.remove(store.db, ada.id, work.id, 100))
  })

  test('of held addresses the one that was replaced first stays when the other is restored', async () => {
    const ada = await person('first', 'second', 'other')
    await emails.hold(store.db, await ada.named('first'), 100, 10)
    await emails.hold(store.db, await ada.named('second'), 100, 10)
    // Replaced a second time: it goes on from where it was.
    await emails.hold(store.db, await ada.named('first'), 110, 20)
    assert.deepEqual([(await ada.named('first')).hold_rank, (await ada.named('second')).hold_rank], [1, 2])
    const removed = await emails.removeOthers(store.db, await ada.named('second'), 20)
    assert.equal(removed.length, 2)
    assert.deepEqual(await ada.left(), ['first', 'second'])
    await emails.removeOthers(store.db, await ada.named('first'), 20)
    assert.deepEqual(await ada.left(), ['first'])
  })

  test('of an address made the main one and removed at once it is never the main one without its row', async () => {
    for (let round = 0; round < 10; round++) {
      const ada = await person('work')
      const { id } = await ada.named('work')
      const held = <T>(work: (tx: Db) => Promise<T>) =>
        inTurn(async (tx) => {
          await emails.holdPerson(tx, ada.id, 10)
          return work(tx)
        })
      await Promise.all([
        held((tx) => emails.makePrimary(tx, ada.id, id)),
        held((tx) => emails.remove(tx, ada.id, id, 10)),
      ])
      const rows = await emails.listOf(store.db, ada.id)
      const main = await ada.main()
      assert.ok(rows.some(({ email }) => email === main))
    }
  })

  test('they go with the person', async () => {
    const ada = await person('work')
    await users.remove(store.db, ada.id)
    assert.deepEqual(await emails.listOf(store.db, ada.id), [])
  })
})
