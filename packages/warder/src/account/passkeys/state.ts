import type { Call } from '../../http/router.ts'
import type { PasskeyRow, PasskeysView } from '../../pages/account/passkeys/section.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as factors from '../../store/people/factors.ts'

/** What `/account/security` shows of the passkeys of a person. */
export async function passkeysOf(
  { app }: Pick<Call, 'app'>,
  { user_id }: Pick<SessionCaller, 'user_id'>,
): Promise<PasskeysView> {
  const rows = await factors.listOf(app.db, user_id, 'passkey')
  return { passkeys: rows.map(rowOf), mayAdd: true, signal: undefined }
}

function rowOf({ id, name, data, created_at, last_used_at }: factors.Factor): PasskeyRow {
  const { backed_up, discoverable } = JSON.parse(data) as { backed_up?: boolean; discoverable?: boolean }
  return {
    id,
    name: name ?? 'Passkey',
    synced: backed_up === true,
    kind: discoverable === true ? 'passkey' : 'security-key',
    created_at,
    last_used_at,
  }
}
