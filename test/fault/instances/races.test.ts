import { after, before, describe, test } from 'node:test'
import { checkInvariants } from '../../support/faults/invariants.ts'
import { stores, type FreshStore } from '../../support/services.ts'
import { race, raced, startPair, type Pair } from './races.ts'

/** The long suite asks for two hundred. */
const rounds = Number(process.env['WARDER_TEST_ROUNDS'] ?? 20)

for (const [name, fresh] of stores()) {
  describe(`two processes on one ${name}`, () => {
    let store: FreshStore
    let pair: Pair
    before(async () => {
      store = await fresh()
      pair = await startPair(store.url)
    })
    after(async () => {
      await checkInvariants(pair.here.app.db)
      await pair.stop()
      await store.drop()
    })

    for (const what of raced) {
      test(`F-33 ${what}: in each of ${rounds} rounds one of four calls has it`, async (t) => {
        const { here, there } = await race(pair, what, rounds)
        t.diagnostic(`${here} here, ${there} there`)
      })
    }
  })
}
