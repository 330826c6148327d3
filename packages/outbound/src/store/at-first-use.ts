import type { CredentialStore } from './store.ts'

/** A store that is opened once somebody asks it: a machine without a keyring needs none for secrets that it has in its environment. */
export function storeAtFirstUse(openStore: () => Promise<CredentialStore>): CredentialStore {
  let opening: Promise<CredentialStore> | undefined
  const open = () => {
    opening ??= openStore().catch((error: unknown) => {
      // A keyring may be unlocked until somebody asks again.
      opening = undefined
      throw error
    })
    return opening
  }
  return {
    get: async (id) => (await open()).get(id),
    set: async (id, record) => (await open()).set(id, record),
    delete: async (id) => (await open()).delete(id),
    list: async () => (await open()).list(),
    withLock: async (id, work) => (await open()).withLock(id, work),
  }
}
