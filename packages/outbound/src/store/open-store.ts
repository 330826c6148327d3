import type { Environment } from '../environment.ts'
import type { SecretLike } from '../secret.ts'
import type { CustodianName } from './keys/custodian.ts'
import type { CredentialStore } from './store.ts'

export type StoreBackend = 'auto' | 'keyring' | 'file' | 'memory' | 'plaintext'

export type OpenStoreOptions = {
  /** Whose store it is: small letters, digits and hyphens. */
  service: string
  /**
   * Who keeps the key of the files. `auto`: the keyring of the system, otherwise a key that was given, otherwise what
   * `fallback` allows. `file`: all of that without the keyring. `plaintext` seals nothing, and is never taken unless named.
   */
  backend?: StoreBackend
  /** What else may keep the key, where there is neither a keyring nor a key; nothing where absent. */
  fallback?: 'passphrase' | 'none'
  /** Asked for when it is needed. WARDER_OUTBOUND_PASSPHRASE, or the file that WARDER_OUTBOUND_PASSPHRASE_FILE names, where absent. */
  passphrase?: SecretLike
  /** Where the files are; where the system has the data of programs, where absent. */
  folder?: string
  /** Told what a person should know, each time: that nothing is sealed. */
  warn?: (sentence: string) => void
  env?: Environment
  platform?: NodeJS.Platform
  /** Milliseconds that the keyring has to answer. */
  keyringPatienceMs?: number
}

export type OpenedStore = CredentialStore & {
  /** What is told of it: how it keeps, who has its key, and where. */
  readonly about: {
    backend: 'sealed' | 'plaintext' | 'memory'
    key: CustodianName | 'none'
    folder?: string
    warning?: string
  }
}

/**
 * Opens the place where credentials outlive a process. The keyring holds a key of 32 bytes alone; the records are files
 * sealed under it, for their owner alone. Opening tells whether the store can be used, before anybody signs in for nothing.
 *
 * @throws OutboundError STORE_LOCKED, STORE_UNAVAILABLE or STORE_CORRUPT with a remedy, within seconds
 */
export async function openStore(options: OpenStoreOptions): Promise<OpenedStore> {
  const { openWithKey } = await import('./keys/open.ts')
  return openWithKey(options)
}
