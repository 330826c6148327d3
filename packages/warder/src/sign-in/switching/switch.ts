import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { findSession, type SessionCaller } from '../../sessions/guard.ts'
import { noteRefusal } from '../../sessions/opening/limit.ts'
import { ofSamePeople } from '../../tenants/same-people.ts'
import { there } from '../../tenants/there.ts'
import { viewOf } from '../../users/profile.ts'
import { goOn, notTheirs, type SignedIn } from '../proved.ts'

/**
 * Opens a session of another tenant for whoever is signed in to this one. What they have here stays as it is, and stays here.
 *
 * @param name slug or id of the tenant
 * @throws Problem `conflict` for the tenant that they are in, and what `goOn` throws
 */
export async function switchTo(call: Call, who: SessionCaller, name: string): Promise<SignedIn> {
  const tenant = await ofSamePeople(call, name)
  if (tenant?.id === call.tenant.id)
    throw new Problem('conflict', { detail: 'You are in this organisation already.' })
  try {
    if (!tenant) throw notTheirs()
    const place = there(call, tenant)
    // Signing in to the first tenant is what most others are opened from, and another session there would end them.
    const open = tenant.prefix === '' && who.via === 'cookie' ? await findSession(place) : undefined
    if (open?.user_id === who.user_id)
      return { kind: 'signed-in', user: viewOf(open), session_id: open.session_id, cookies: [] }
    return await goOn(place, who)
  } catch (error) {
    if (error instanceof Problem && error.code === 'forbidden')
      await record(call.app.db, call, {
        type: 'session.switched',
        outcome: 'refused',
        actor: who.user_id,
        session_id: who.session_id,
        detail: { reason: 'no_member', tenant: tenant?.id ?? 'unknown' },
      })
    return noteRefusal(call, who.user_id, error)
  }
}
