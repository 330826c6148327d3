import { after, before, describe } from 'node:test'
import { stores } from './services.ts'
import { startWarder, type TestWarder } from './warder.ts'

/** The same tests with a server on a fresh database of each kind. `warder` is there once the tests run. */
export function onEveryDatabase(what: string, tests: (warder: TestWarder) => void): void {
  for (const [kind, fresh] of stores()) {
    describe(`${what} on ${kind}`, () => {
      const warder = {} as TestWarder // filled before the first test
      let drop: () => Promise<void>
      before(async () => {
        const store = await fresh()
        drop = store.drop
        Object.assign(warder, await startWarder({ database_url: store.url }))
      })
      after(async () => {
        await warder.close()
        await drop()
      })
      tests(warder)
    })
  }
}
