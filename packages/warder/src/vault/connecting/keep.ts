import type { StoredRecord } from '@warder/outbound'
import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen } from '../../sessions/recent.ts'
import * as users from '../../store/people/users.ts'
import * as connections from '../../store/vault/connections.ts'
import * as providers from '../../store/vault/providers.ts'
import { alertLink } from '../../users/alerts/link.ts'
import { sealedGrant } from '../sealed-grant.ts'
import type { Provider } from '../providers/provider.ts'

/**
 * Keeps what opens a service to a person, sealed, and tells them by mail. One connection for each person and service: a new
 * one takes the place of the former.
 *
 * @returns its id
 * @throws Problem `not_authenticated` when the session has ended, `token_invalid` when the service is gone
 */
export async function keepConnection(
  call: Call,
  caller: SessionCaller,
  { name, title }: Provider,
  kept: StoredRecord,
  scope: string,
): Promise<string> {
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const now = app.now()
  return app.db.transaction().execute(async (tx) => {
    const user = await users.hold(tx, user_id)
    if (!user) throw new Problem('not_authenticated')
    await requireOpen(tx, session_id)
    // Removed while its person signed in there.
    if (!(await providers.find(tx, tenant.id, name))) throw over()
    const { id } = await connections.put(tx, {
      id: newId('con'),
      tenant_id: tenant.id,
      user_id,
      provider: name,
      scope,
      grant_sealed: '',
      reauth_required_at: null,
      created_at: now,
      connected_at: now,
      last_used_at: null,
      locked_by: null,
      locked_until: null,
    })
    await connections.setGrant(tx, id, sealedGrant(app.secrets, id, kept))
    const told = { link: await alertLink(tx, call, user_id), at: now, service: title }
    await queueMail(tx, app, compose(call, 'serviceConnected', personOf(app, caller), told))
    await record(tx, call, {
      type: 'vault.connected',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail: { connection: id, provider: name },
    })
    return id
  })
}

export function over(): Problem {
  return new Problem('token_invalid', {
    detail: 'This attempt to connect a service is over. Begin again in your account, under Connections.',
  })
}
