import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../../packages/warder/src/routes.ts'
import { differences } from '../../support/programs/openapi.ts'
import { changes } from './changes.ts'
import { nameOf, outcomeOf, rows, senders, type Row, type Sender } from './table.ts'
import { ownParams } from './own.ts'
import { cameTo, send, startWorld, type Someone, type World } from './world.ts'

const table = routes.map((route) => ({ route, name: nameOf(route), row: rows[nameOf(route)] }))

test('API1 API5 every route has a row that says who may call it, and every row has its route', () => {
  assert.deepEqual(
    table.filter(({ row }) => !row).map(({ name }) => name),
    [],
    'routes without a row in test/attack/matrix/table.ts',
  )
  const names = new Set(table.map(({ name }) => name))
  assert.deepEqual(
    Object.keys(rows).filter((name) => !names.has(name)),
    [],
    'rows without a route',
  )
})

test('API5 every row names the guard that its route has', () => {
  for (const { route, name, row } of table) assert.equal(row?.[0].split(' ')[0], route.guard, name)
})

const rowed = table.filter((entry): entry is typeof entry & { row: Row } => entry.row !== undefined)

describe('who is not let in', () => {
  let world: World
  /** What is refused changes nothing, so everybody can be refused everywhere. */
  const people = new Map<Sender, Someone>()
  before(async () => {
    world = await startWorld()
    for (const sender of senders) people.set(sender, await world.become(sender))
  })
  after(() => world.stop())

  for (const { route, name, row } of rowed) {
    const [guarded, statuses, example] = row
    const refused = senders.filter((sender) => outcomeOf(guarded, sender) !== 'in')
    if (refused.length === 0) continue
    test(`SE-06 API1 API5 ${name} refuses ${refused.join(', ')}, and changes nothing`, async () => {
      for (const sender of refused) {
        const someone = people.get(sender)
        assert.ok(someone)
        const before = await changes(world.warder.app.db)
        const answer = await send(world, someone, route, example)
        const expected = outcomeOf(guarded, sender)
        assert.equal(await cameTo(answer, statuses, expected), expected, sender)
        assert.equal(await changes(world.warder.app.db), before, `${sender} changed something`)
      }
    })
  }
})

describe('who is let in', () => {
  let world: World
  const readers = new Map<Sender, Promise<Someone>>()
  before(async () => (world = await startWorld()))
  after(() => world.stop())

  const reader = (sender: Sender) => {
    const found = readers.get(sender) ?? world.become(sender)
    readers.set(sender, found)
    return found
  }

  for (const { route, name, row } of rowed) {
    const [guarded, statuses, example] = row
    // Who did something may be nobody any more; who read, or did nothing with a token that is none, is who they were.
    const changes = route.method !== 'GET' && /2|303/.test(statuses)
    const welcome = senders.filter((sender) => outcomeOf(guarded, sender) === 'in')
    if (welcome.length === 0) continue
    test(`API5 ${name} answers ${welcome.length === senders.length ? 'everybody' : welcome.join(', ')}`, async () => {
      for (const sender of welcome) {
        const someone = await (changes ? world.become(sender) : reader(sender))
        const params = await ownParams(world, someone, route.path)
        const answer = await send(world, someone, route, example, params)
        const told = answer.ok && answer.status < 203 ? await answer.clone().text() : ''
        assert.equal(await cameTo(answer, statuses, 'in'), 'in', sender)
        assert.deepEqual(
          differences(route, answer.status, told),
          [],
          'the OpenAPI document says something else',
        )
      }
    })
  }
})
