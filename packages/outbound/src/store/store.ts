/** What is kept of a credential between requests, and between processes. */
export type StoredRecord = {
  /** What kind of credential wrote it; a record of another kind is not read. */
  kind: string
  data: Readonly<Record<string, unknown>>
}

/**
 * Keeps records, sealed or in memory.
 *
 * `withLock` lets one at a time work on a record, whether in this process or another. What ends in the middle of it, also by
 * `kill -9`, leaves the lock free for the next.
 */
export type CredentialStore = {
  /** @throws OutboundError STORE_CORRUPT when a record is there and cannot be read */
  get: (id: string) => Promise<StoredRecord | undefined>
  /** The record is on the disk when this returns: the old one or the new one is there, never half of it. */
  set: (id: string, record: StoredRecord) => Promise<void>
  delete: (id: string) => Promise<void>
  /** The ids that are there. */
  list: () => Promise<string[]>
  /** @throws OutboundError LOCK_TIMEOUT when somebody else holds it for too long */
  withLock: <T>(id: string, work: () => Promise<T>) => Promise<T>
}
