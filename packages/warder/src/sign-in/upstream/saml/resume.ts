import type { Seconds } from '@warder/protocol'
import { html, type Answer } from '../../../http/answer.ts'
import { databaseReplay } from '../../../cache/replay.ts'
import { namedConnection, type Connection } from '../../../connections/connection.ts'
import type { Call } from '../../../http/router.ts'
import { frameOf } from '../../../http/words/frame.ts'
import { unsolicitedPage } from '../../../pages/sign-in/without-password/unsolicited.ts'
import type { Visitor } from '../../../sessions/guard.ts'
import { followGroups } from '../../../users/groups-elsewhere.ts'
import { pageAfter } from '../../outcome.ts'
import { signedInAt } from '../attempt/anew.ts'
import { over } from '../attempt/attempt.ts'
import { aimOf, back } from '../attempt/begin.ts'
import { offerIdentity } from '../connecting/connect.ts'
import { noteRefused } from '../refused.ts'
import { signInAs, type With } from '../sign-in.ts'
import { findArrived, takeArrived, type Arrived } from './acs.ts'
import { takeRequest, type Asked } from './login.ts'
import { groupsOf, identityAt } from './person.ts'

type PageCall = Call<Visitor>

/** The browser comes for what was kept, with its cookies. Whoever was not sent there by us is asked first. */
export async function resume(call: PageCall): Promise<Answer> {
  const { connection } = await namedConnection(call)
  const handle = call.url.searchParams.get('handle') ?? ''
  const waiting = await findArrived(call, connection, handle)
  if (!waiting) throw over()
  if (waiting.in_response_to === undefined) return ask(call, connection, handle, waiting)

  const arrived = await takeArrived(call, connection, handle)
  if (arrived?.in_response_to === undefined) throw over()
  const asked = await takeRequest(call, connection.id, arrived.in_response_to)
  if (!asked) throw over()
  return finish(call, connection, arrived, asked)
}

/** Another site could have sent the browser here with an assertion about somebody else. */
function ask(call: PageCall, connection: Connection, handle: string, arrived: Arrived): Answer {
  const { label } = identityAt(connection, arrived)
  const view = {
    ...frameOf(call),
    csrf: call.caller.csrf,
    title: connection.title,
    action: `/auth/saml/${connection.name}/resume`,
    handle,
    label,
  }
  return html(unsolicitedPage(view), { cookies: call.caller.cookies })
}

/** The answer to that. */
export async function confirm(call: PageCall): Promise<Answer> {
  const { connection } = await namedConnection(call)
  const handle = call.caller.form.get('handle') ?? ''
  const waiting = await findArrived(call, connection, handle)
  // What answers a request of ours is for the browser that was sent with it, and not to be confirmed in another one.
  if (waiting?.in_response_to !== undefined) throw over()
  const arrived = await takeArrived(call, connection, handle)
  if (!arrived || !connection.idp_initiated) throw over()
  return finish(call, connection, arrived, { interaction: null, redirect: null, forced_at: null })
}

async function finish(
  call: PageCall,
  connection: Connection,
  arrived: Arrived,
  { forced_at, ...destination }: Asked,
): Promise<Answer> {
  const from = { name: connection.id, title: connection.title }
  const attempt = { ...destination, goal: { kind: 'sign-in' } as const }
  try {
    const auth_time = signedInAt(arrived.authn_instant, forced_at, call.app.now())
    const identity = identityAt(connection, arrived)
    const also = opening(call, connection, arrived, auth_time)
    const came = await signInAs(call, from, identity, 'cookie', also)
    if (came.kind === 'came') return pageAfter(call, came.outcome, aimOf(destination), call.caller.cookies)
    const { user_id } = came
    const handle = await offerIdentity(call, from, identity, {
      user_id,
      interaction: destination.interaction,
    })
    const path = `/account/security/identities/connect?handle=${handle}`
    return back(call, from, { ...attempt, interaction: null, redirect: path }, 'taken')
  } catch (error) {
    return back(call, from, attempt, await noteRefused(call, from, error))
  }
}

/** An assertion opens one session, wherever and however often it is sent (SA-17), which ends with the sign-in there. */
function opening(call: PageCall, connection: Connection, arrived: Arrived, auth_time: Seconds): With {
  const { app } = call
  const { name_id, session_index, session_until, until, id } = arrived
  const several = connection.multi_factor_contexts.includes(arrived.authn_context ?? '')
  return {
    organisation: true,
    ...(several && { amr: ['fed', 'mfa'] as const }),
    from: {
      connection_id: connection.id,
      name_id: name_id.value,
      name_format: name_id.format,
      name_qualifier: name_id.qualifier ?? null,
      session_index: session_index ?? null,
      until: session_until ?? null,
      auth_time,
    },
    spend: async (tx, user_id) => {
      const groups = {
        roles: connection.roles,
        groups: groupsOf(connection, arrived),
        connection: connection.id,
      }
      const now = app.now()
      if (!(await databaseReplay(tx).once(`saml:${connection.id}:${id}`, until, now))) return false
      await followGroups(tx, call, user_id, groups)
      return true
    },
  }
}
