import { lateStore } from './late.ts'
import type { CredentialStore } from './store.ts'

export type FileStoreOptions = {
  /** A folder of its own, made where it is missing, for its owner alone. */
  folder: string
  /** 32 bytes that seal every record: from a keyring, a file or a key service, and never beside the records. */
  key: Buffer | (() => Buffer | Promise<Buffer>)
}

/**
 * Records in files, each sealed with AES-256-GCM and bound to its id and kind, readable by their owner alone. Many processes
 * may use one folder of this machine's disk.
 */
export function fileStore(options: FileStoreOptions): CredentialStore {
  return lateStore(async () => (await import('./files/records.ts')).sealedRecords(options))
}
