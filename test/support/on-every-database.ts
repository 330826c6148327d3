import { after, before, describe } from 'node:test'
import { stores } from './services.ts'
import { startWarder, type TestWarder } from './warder.ts'

/** The same tests with a server on a fresh database of each kind. `warder` is there once the tests run. */
export function onEveryDatabase(
  what: string,
  tests: (warder: TestWarder) => void,
  settings: Record<string, string> = {},
): void {
  for (const [kind, fresh] of stores()) {
    describe(`${what} on ${kind}`, () => {
      const warder = {} as TestWarder // filled before the first test
      let drop: () => Promise<void>
      before(async () => {
        const store = await fresh()
        drop = store.drop
        Object.assign(warder, await startWarder({ ...settings, database_url: store.url }))
      })
      after(async () => {
        await warder.close()
        await drop()
      })
      tests(warder)
    })
  }
}
