import type { CredentialStore, StoredRecord } from './store.ts'
import { createTurns } from './turns.ts'

/** Keeps records for the life of this process. */
export function memoryStore(): CredentialStore {
  const records = new Map<string, StoredRecord>()
  const inTurn = createTurns()
  return {
    get: (id) => Promise.resolve(records.get(id)),
    set: (id, record) => {
      records.set(id, structuredClone(record))
      return Promise.resolve()
    },
    delete: (id) => {
      records.delete(id)
      return Promise.resolve()
    },
    list: () => Promise.resolve([...records.keys()]),
    withLock: inTurn,
  }
}
