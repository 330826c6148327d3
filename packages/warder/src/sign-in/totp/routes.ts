import * as z from 'zod'
import { empty, json } from '../../http/answer.ts'
import { taking, takingIfSent } from '../../http/body.ts'
import { costly, mailing, unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { person } from '../../sessions/guard.ts'
import { isoTime } from '../../time.ts'
import { enrolledJson, enrolment } from '../enrolling.ts'
import {
  authenticatorsOf,
  removeAuthenticators,
  renameAuthenticator,
  type Authenticator,
} from './authenticators.ts'
import { begin, confirm } from './enrol.ts'
import { authenticatorName, firstCode, newName } from './inputs.ts'
import { qrCodeUri } from './qr-code.ts'

const begun = z.object({ name: authenticatorName.optional() })

/** Authenticator apps, for programs. They are on the pages under `/account/security`. */
export const totpRoutes: readonly Route[] = [
  takingIfSent('POST', '/auth/mfa/totp/enable', costly, enrolment, 'problem', begun, async (call, read) => {
    const { name = null } = await read()
    const { id, secret, otpauth_uri } = await begin(call, call.caller.person, name)
    return json({ id, secret, otpauth_uri, qr_code: await qrCodeUri(otpauth_uri) })
  }),
  taking('POST', '/auth/mfa/totp/confirm', mailing, enrolment, 'problem', firstCode, async (call, read) => {
    const { person } = call.caller
    const added = await confirm(call, person, await read(), call.caller)
    const { fields, cookies } = await enrolledJson(call, call.caller, ['otp'])
    return json({ ...added, ...fields }, { cookies })
  }),
  route('GET', '/auth/mfa/totp', unlimited, person, 'problem', async ({ app, caller }) => {
    const items = (await authenticatorsOf(app, caller.user_id)).map(shown)
    return json({ items, next_cursor: null })
  }),
  taking('PATCH', '/auth/mfa/totp/:id', unlimited, person, 'problem', newName, async (call, read) => {
    const { name } = await read()
    return json(shown(await renameAuthenticator(call, call.caller, call.params['id'] ?? '', name)))
  }),
  route('DELETE', '/auth/mfa/totp/:id', mailing, person, 'problem', async (call) => {
    await removeAuthenticators(call, call.caller, { id: call.params['id'] ?? '' })
    return empty(204)
  }),
  route('DELETE', '/auth/mfa/totp', mailing, person, 'problem', async (call) => {
    await removeAuthenticators(call, call.caller, 'all')
    return empty(204)
  }),
]

function shown({ id, name, created_at, last_used_at }: Authenticator) {
  return {
    id,
    name,
    created_at: isoTime(created_at),
    last_used_at: last_used_at === null ? null : isoTime(last_used_at),
  }
}
