import { record } from '../../audit/audit.ts'
import { browserOf } from '../../http/browser/identity.ts'
import type { Call } from '../../http/router.ts'
import * as devices from '../../store/people/devices.ts'
import type { Db } from '../../store/open.ts'

/**
 * Remembers for a while that this browser need not ask its person for a second factor again, because they wished so.
 *
 * @param tx the transaction in which the factor was proved; the browser is known in it already
 */
export async function trustBrowser(tx: Db, call: Call, user_id: string): Promise<void> {
  const { app } = call
  const { trust_device } = app.config.second_factor
  if (trust_device === 0) return
  await devices.trust(tx, user_id, browserOf(call).hash, app.now() + trust_device)
  await record(tx, call, { type: 'device.trusted', outcome: 'succeeded', actor: user_id })
}
