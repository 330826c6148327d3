import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../../packages/warder/src/routes.ts'
import { placeIn } from '../../../packages/warder/src/tenants/place/place.ts'
import { makeTenant } from '../../support/people/tenants.ts'
import { asRoot } from '../../support/tenants/as-root.ts'
import { changes } from '../matrix/changes.ts'
import { nameOf, outcomeOf, rows, senders, type Sender } from '../matrix/table.ts'
import { cameTo, send, startWorld, type Someone, type World } from '../matrix/world.ts'

/** The table of test/attack/matrix once more, below the path of a tenant. */
describe('API1 API5 below a tenant every route lets in whom it lets in at the root, and nobody else', () => {
  let world: World
  const people = new Map<Sender, Someone>()
  before(async () => {
    world = await startWorld(async (warder) => asRoot(warder, await makeTenant(warder, 'acme')))
    for (const sender of senders) people.set(sender, await world.become(sender))
  })
  after(() => world.stop())

  for (const route of routes) {
    const name = nameOf(route)
    const [guarded, statuses, example] = rows[name] ?? assert.fail(name)
    if (placeIn(`/t/acme${route.path}`)?.path === '') {
      test(`${name} is of the whole server`, async () => {
        for (const someone of people.values())
          assert.equal((await send(world, someone, route, example)).status, 404)
      })
      continue
    }
    test(name, async () => {
      for (const [sender, someone] of people) {
        const expected = outcomeOf(guarded, sender)
        // What somebody may do is done at the root; here what they may read.
        if (expected === 'in' && (route.method !== 'GET' || route.path.includes(':'))) continue
        const before = await changes(world.warder.app.db)
        const answer = await send(world, someone, route, example)
        assert.equal(await cameTo(answer, statuses, expected), expected, sender)
        if (expected !== 'in')
          assert.equal(await changes(world.warder.app.db), before, `${sender} changed something`)
      }
    })
  }
})
