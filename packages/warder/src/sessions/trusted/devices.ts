import type { Seconds } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { knownBrowser } from '../../http/browser/identity.ts'
import type { Call } from '../../http/router.ts'
import * as devices from '../../store/people/devices.ts'
import { deviceName } from '../device.ts'
import type { SessionCaller } from '../guard.ts'

/** A browser in which its person is not asked for a second factor, because they wished so. */
export type TrustedDevice = {
  /** Names it to its person: the digest of the cookie, which is no secret to them and opens nothing. */
  id: string
  current: boolean
  device: string
  last_seen_at: Seconds
  trusted_until: Seconds
}

/** The browsers that a person trusts. */
export async function trustedDevices(
  call: Pick<Call, 'app' | 'request'>,
  { user_id }: Pick<SessionCaller, 'user_id'>,
): Promise<TrustedDevice[]> {
  const { app } = call
  const here = knownBrowser(call)
  const rows = await devices.trustedOf(app.db, user_id, app.now())
  return rows.map((row) => ({
    id: row.browser_hash,
    current: row.browser_hash === here,
    device: deviceName(row.user_agent),
    last_seen_at: row.last_seen_at,
    trusted_until: row.trusted_until ?? 0,
  }))
}

/** Has a browser asked for the second factor again. One that is not the person's is left alone in silence. */
export async function forgetDevice(call: Call, caller: SessionCaller, id: string): Promise<void> {
  const { user_id, session_id } = caller
  await call.app.db.transaction().execute(async (tx) => {
    if ((await devices.distrust(tx, user_id, id)) === 0) return
    await record(tx, call, { type: 'device.distrusted', outcome: 'succeeded', actor: user_id, session_id })
  })
}
