import { parseBearer, Problem } from '@warder/protocol'
import type { Answer } from '../../http/answer.ts'
import type { Call, Guard } from '../../http/router.ts'
import { person, type SessionCaller } from '../../sessions/guard.ts'
import * as people from '../../store/provisioning/people.ts'
import { shownUnlessSeen } from '../use/answer.ts'
import { baseOf, provisioner } from '../use/guard.ts'
import { askedIn } from '../use/query.ts'
import { shownOf } from './read.ts'

/**
 * Whoever is signed in, by their session or its token. The token of a directory stands for many people and is none of them.
 *
 * @throws Problem `not_implemented` for a directory (RFC 7644 §3.11), or what other guards throw
 */
export const oneself: Guard<SessionCaller> = async (call) => {
  const bearer = parseBearer(call.request.headers.get('authorization'))
  if (bearer.kind !== 'token' || !bearer.token.startsWith('wsc_')) return person(call)
  await provisioner(call)
  throw new Problem('not_implemented', { detail: 'The token of a directory stands for no person.' })
}

/**
 * RFC 7644 §3.11: what a directory has told of whoever asks, at the address that it has for the directory.
 *
 * @throws Problem `not_found` for somebody whom no directory looks after
 */
export async function showMe(call: Call<SessionCaller>): Promise<Answer> {
  const { app, tenant, caller } = call
  const row = await people.findIn(app.db, tenant.id, caller.user_id)
  if (!row) throw new Problem('not_found', { detail: 'No directory looks after this account.' })
  const by = { app, base: baseOf(tenant) }
  return shownUnlessSeen(call, await shownOf(by, row, askedIn(call.url.searchParams)))
}

/** What somebody is in their directory is changed there, and everything else in their account. */
export function changeMe(): never {
  throw new Problem('not_implemented', {
    detail: 'People change what is theirs at /auth/me, and the rest is of their directory.',
  })
}
