import { once } from '../once.ts'
import type { CredentialStore } from './store.ts'

/** A store whose code is read when it is used first. */
export function lateStore(load: () => Promise<CredentialStore>): CredentialStore {
  const store = once(load)
  return {
    get: async (id) => (await store()).get(id),
    set: async (id, record) => (await store()).set(id, record),
    delete: async (id) => (await store()).delete(id),
    list: async () => (await store()).list(),
    withLock: async (id, work) => (await store()).withLock(id, work),
  }
}
