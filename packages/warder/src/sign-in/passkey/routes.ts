import * as z from 'zod'
import { json } from '../../http/answer.ts'
import { taking, takingIfSent, tokenField } from '../../http/body.ts'
import { costly, mailing, unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { person } from '../../sessions/guard.ts'
import { isoTime } from '../../time.ts'
import { nameField } from '../../users/fields.ts'
import { enrolledJson, enrolment } from '../enrolling.ts'
import { acceptedOf, passkeysOf, removePasskey, renamePasskey, type Passkey } from './manage.ts'
import { kinds } from './options.ts'
import { beginRegistration, finishRegistration } from './register.ts'

/** What a person calls a passkey of theirs: one line, nothing invisible. */
export const passkeyName = nameField.refine((text) => text.length <= 60, 'has more than 60 characters')

const wanted = z.object({ name: passkeyName.optional(), kind: z.enum(kinds).optional() })
const made = z.object({
  challenge_id: tokenField,
  credential: z.record(z.string(), z.unknown()),
  name: passkeyName.optional(),
})
export const newName = z.object({ name: passkeyName })

/** The passkeys of a person, for programs and for the script of our pages. */
export const passkeyRoutes: readonly Route[] = [
  takingIfSent(
    'POST',
    '/auth/passkey/register-options',
    costly,
    enrolment,
    'problem',
    wanted,
    async (call, read) => {
      const { name = null, kind = 'passkey' } = await read()
      return json(await beginRegistration(call, call.caller, { kind, name }))
    },
  ),
  taking('POST', '/auth/passkey/register', mailing, enrolment, 'problem', made, async (call, read) => {
    const { person } = call.caller
    const { id, backup_codes, amr } = await finishRegistration(call, call.caller, await read())
    const added = (await passkeysOf(call.app, person.id)).find((one) => one.id === id)
    const { fields, cookies } = await enrolledJson(call, call.caller, amr)
    return json({ ...(added && shown(added)), backup_codes, ...fields }, { cookies })
  }),
  route('GET', '/auth/passkeys', unlimited, person, 'problem', async ({ app, caller }) => {
    const items = (await passkeysOf(app, caller.user_id)).map(shown)
    const { rp_id, user_id, accepted_credential_ids } = await acceptedOf(app, caller.user_id)
    return json({ items, next_cursor: null, rp_id, user_handle: user_id, accepted_credential_ids })
  }),
  taking('PATCH', '/auth/passkeys/:id', unlimited, person, 'problem', newName, async (call, read) => {
    const { name } = await read()
    return json(shown(await renamePasskey(call, call.caller, call.params['id'] ?? '', name)))
  }),
  route('DELETE', '/auth/passkeys/:id', mailing, person, 'problem', async (call) =>
    json(await removePasskey(call, call.caller, call.params['id'] ?? '')),
  ),
]

function shown(passkey: Passkey) {
  const { created_at, last_used_at } = passkey
  return {
    ...passkey,
    created_at: isoTime(created_at),
    last_used_at: last_used_at === null ? null : isoTime(last_used_at),
  }
}
