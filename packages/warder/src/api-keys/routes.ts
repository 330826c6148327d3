import { empty, json } from '../http/answer.ts'
import { taking, takingIfSent } from '../http/body.ts'
import { mailing, unlimited, verifying } from '../http/limit.ts'
import { onceOnly } from '../http/repeats/once.ts'
import { route, type Call, type Route } from '../http/router.ts'
import { person, type SessionCaller } from '../sessions/guard.ts'
import type { KeyOwner } from '../store/programs/api-keys.ts'
import { createKey } from './create.ts'
import { newKey, rotation, type NewKey } from './inputs.ts'
import { viewOfKey, writtenKey } from './key.ts'
import { findKey, listKeys, requireKey } from './list.ts'
import { personKeeper } from './owners/keeper.ts'
import { revokeKey } from './revoke.ts'
import { rotateKey } from './rotate.ts'
import { usageOf } from './usage.ts'
import { keyVerifier } from './use/guard.ts'
import { verifyKey } from './use/verify.ts'

const keeper = (call: Call<SessionCaller>) => personKeeper(call, call.caller)
const idIn = ({ params }: Pick<Call, 'params'>) => params['id'] ?? ''

/** Whose key it is to be: of whoever makes it, unless they say otherwise. */
function ownerIn({ caller, tenant }: Call<SessionCaller>, asked: NewKey['owner']): KeyOwner {
  if (asked?.type === 'service_account') return asked
  return asked?.type === 'tenant' ? { type: 'tenant', id: tenant.id } : { type: 'person', id: caller.user_id }
}

/** `?owner=` is `tenant` or the id of a service account. */
function ownerAsked(call: Call<SessionCaller>): KeyOwner {
  const text = call.url.searchParams.get('owner')
  if (text === null) return ownerIn(call, undefined)
  return ownerIn(call, text === 'tenant' ? { type: 'tenant' } : { type: 'service_account', id: text })
}

/**
 * The API keys of a person, and of the programs that they look after. Pages, for a person's own: `account/api-keys/`. No key
 * manages keys.
 */
export const apiKeyRoutes: readonly Route[] = [
  taking('POST', '/api/keys', mailing, person, 'problem', newKey, async (call, read) => {
    const input = await read()
    const by = keeper(call)
    return onceOnly(call, {
      caller: call.caller.user_id,
      input,
      make: async (made) => {
        const { key, ...view } = await createKey({ ...by, made }, ownerIn(call, input.owner), input)
        return json({ ...writtenKey(view), key }, { status: 201 })
      },
      show: async (id) => writtenKey(viewOfKey(await requireKey(by, id, 'write'), call.app.now())),
    })
  }),
  route('GET', '/api/keys', unlimited, person, 'problem', async (call) => {
    const found = await listKeys(keeper(call), ownerAsked(call), call.url.searchParams)
    return json({ items: found.items.map(writtenKey), next_cursor: found.next_cursor })
  }),
  route('GET', '/api/keys/:id', unlimited, person, 'problem', async (call) => {
    return json(writtenKey(await findKey(keeper(call), idIn(call))))
  }),
  route('DELETE', '/api/keys/:id', unlimited, person, 'problem', async (call) => {
    await revokeKey(keeper(call), idIn(call))
    return empty(204)
  }),
  takingIfSent('POST', '/api/keys/:id/rotate', mailing, person, 'problem', rotation, async (call, read) => {
    const { grace_period_seconds } = await read()
    const { key, ...view } = await rotateKey(keeper(call), idIn(call), grace_period_seconds)
    return json({ ...writtenKey(view), key })
  }),
  route('GET', '/api/keys/:id/usage', unlimited, person, 'problem', async (call) => {
    return json(await usageOf(keeper(call), idIn(call), call.url.searchParams))
  }),
  // A form like that of its neighbour RFC 7662, so that applications prove themselves in every way they can there.
  route('POST', '/api/keys/verify', verifying, keyVerifier, 'oauth', async (call) => {
    return json(await verifyKey(call, call.caller.form))
  }),
]
