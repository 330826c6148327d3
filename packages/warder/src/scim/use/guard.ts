import { bearerChallenge, parseBearer, Problem } from '@warder/protocol'
import { record, type Acting } from '../../audit/audit.ts'
import { digest } from '../../crypto/tokens.ts'
import { checkLimit, wrongKeys } from '../../http/limit.ts'
import type { Call, Guard } from '../../http/router.ts'
import type { Db } from '../../store/open.ts'
import * as provisioners from '../../store/provisioning/provisioners.ts'
import { minute } from '../../time.ts'
import type { Operator } from '../../users/manage.ts'

/** Whoever provisions: as an operator of what their connection made. */
export type Provisioning = Operator & {
  acting: Acting
  connection: provisioners.Provisioner
  /** Where resources are. */
  base: string
}

/** A directory with the token of its connection. @throws Problem `not_authenticated` or `too_many_requests` */
export const provisioner: Guard<provisioners.Provisioner> = async (call) => {
  const { app, tenant, request } = call
  const bearer = parseBearer(request.headers.get('authorization'))
  if (bearer.kind !== 'token' || !bearer.token.startsWith('wsc_'))
    throw refused('Send the token of a provisioning connection.')
  const now = app.now()
  const row = await provisioners.findByToken(app.db, tenant.id, digest(bearer.token), now)
  const isOpen = row?.revoked_at === null && (row.expires_at === null || row.expires_at > now)
  if (row && isOpen) {
    // A directory calls a hundred times a minute; once is enough to be seen.
    if (row.last_used_at === null || row.last_used_at <= now - minute)
      await provisioners.noteUse(app.db, row.id, now, now - minute)
    return row
  }
  await checkLimit(call, wrongKeys)
  const detail = { reason: row ? 'ended' : 'unknown', ...(row && { id: row.id }) }
  await record(app.db, call, { type: 'provisioner.refused', outcome: 'refused', detail }, 'commit')
  throw refused('This token is unknown or has ended.')
}

/** Where the resources of a tenant are. */
export const baseOf = ({ issuer }: Pick<Call['tenant'], 'issuer'>): string => `${issuer}/scim/v2`

/** What a connection does, which is in every event of it. Nothing is written any more once the connection has ended. */
export function provisioningOf(call: Call<provisioners.Provisioner>): Provisioning {
  const { app, tenant, trace, caller: connection } = call
  const acting = {
    who: { actor: connection.id },
    detail: { provisioner: connection.id },
    hold: (tx: Db) => requireOpen(tx, app.now(), connection),
  }
  return { app, tenant, trace, acting, connection, base: baseOf(tenant) }
}

async function requireOpen(tx: Db, now: number, connection: provisioners.Provisioner): Promise<void> {
  if (!(await provisioners.holdOpen(tx, connection, now))) throw refused('This token has ended.')
}

function refused(detail: string): Problem {
  const challenge = bearerChallenge({ realm: 'Warder', error: 'invalid_token', error_description: detail })
  return new Problem('not_authenticated', { detail, headers: { 'www-authenticate': challenge } })
}
