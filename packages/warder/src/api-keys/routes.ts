import { empty, json } from '../http/answer.ts'
import { readJson, readOptionalJson } from '../http/body.ts'
import { mailing, unlimited, verifying } from '../http/limit.ts'
import { route, type Route } from '../http/router.ts'
import { person } from '../sessions/guard.ts'
import { createKey } from './create.ts'
import { newKey, rotation } from './inputs.ts'
import { writtenKey } from './key.ts'
import { findKey, listKeys } from './list.ts'
import { revokeKey } from './revoke.ts'
import { rotateKey } from './rotate.ts'
import { usageOf } from './usage.ts'
import { keyVerifier } from './use/guard.ts'
import { verifyKey } from './use/verify.ts'

/** The API keys of a person, for their programs. Pages: `account/api-keys/`. No key manages keys. */
export const apiKeyRoutes: readonly Route[] = [
  route('POST', '/api/keys', mailing, person, 'problem', async (call) => {
    const { key, ...view } = await createKey(call, call.caller, await readJson(call.request, newKey))
    return json({ ...writtenKey(view), key }, { status: 201 })
  }),
  route('GET', '/api/keys', unlimited, person, 'problem', async (call) => {
    const { items, next_cursor } = await listKeys(call, call.caller)
    return json({ items: items.map(writtenKey), next_cursor })
  }),
  route('GET', '/api/keys/:id', unlimited, person, 'problem', async (call) => {
    return json(writtenKey(await findKey(call, call.caller, call.params['id'] ?? '')))
  }),
  route('DELETE', '/api/keys/:id', unlimited, person, 'problem', async (call) => {
    await revokeKey(call, call.caller, call.params['id'] ?? '')
    return empty(204)
  }),
  route('POST', '/api/keys/:id/rotate', mailing, person, 'problem', async (call) => {
    const { grace_period_seconds } = await readOptionalJson(call.request, rotation)
    const { key, ...view } = await rotateKey(call, call.caller, call.params['id'] ?? '', grace_period_seconds)
    return json({ ...writtenKey(view), key })
  }),
  route('GET', '/api/keys/:id/usage', unlimited, person, 'problem', async (call) => {
    return json(await usageOf(call, call.caller, call.params['id'] ?? ''))
  }),
  // A form like that of its neighbour RFC 7662, so that applications prove themselves in every way they can there.
  route('POST', '/api/keys/verify', verifying, keyVerifier, 'oauth', async (call) => {
    return json(await verifyKey(call, call.caller.form))
  }),
]
