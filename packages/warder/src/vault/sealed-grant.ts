import type { StoredRecord } from '@warder/outbound'
import type { App } from '../app.ts'

/** The tokens of one connection open nowhere else. */
export const grantPlace = (id: string): string => `vault-connection:${id}`

export function sealedGrant(secrets: App['secrets'], id: string, record: StoredRecord): string {
  return secrets.seal(grantPlace(id), JSON.stringify(record))
}
