import type { CredentialStore } from '../store/store.ts'
import type { HeldToken } from '../token/freshness.ts'

/** What is kept: written by a sign-in, and by each refresh. */
export type Grant = {
  access_token: string
  refresh_token: string
  requested_at: number
  expires_at?: number
  scope?: string
  /** Since when the server does not take the refresh token any more: the person has to sign in again. */
  reauth_required_at?: number
}

export const grantKind = 'oauth-grant'

/** Keeps what a sign-in gave. */
export async function keepGrant(store: CredentialStore, id: string, grant: Grant): Promise<void> {
  await store.withLock(id, () => store.set(id, { kind: grantKind, data: grant }))
}

export const held = ({ access_token, requested_at, expires_at }: Grant): HeldToken => ({
  access_token,
  requested_at,
  expires_at,
})

/** What is kept of a sign-in; undefined before the first. */
export async function readGrant({
  store,
  id,
}: {
  store: CredentialStore
  id: string
}): Promise<Grant | undefined> {
  const record = await store.get(id)
  return record?.kind === grantKind ? (record.data as Grant) : undefined // written by `keepGrant` and `renew` alone
}
