import { Problem } from '@warder/protocol'
import { administrator } from '../../access/permissions/roles.ts'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import { acceptedLocale } from '../../http/browser/locale.ts'
import type { Call } from '../../http/router.ts'
import { isUniqueViolation } from '../../store/errors.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as users from '../../store/people/users.ts'
import { insertUser } from '../create.ts'
import type { Registration } from './register.ts'
import { requireGoodPassword } from '../password/policy.ts'

export async function setupIsOpen(call: Call, token: string): Promise<boolean> {
  if (!(await oneTimeTokens.findLive(call.app.db, 'admin_setup', token, call.app.now()))) return false
  return !(await users.someoneHolds(call.app.db, call.tenant.id, administrator))
}

/**
 * Makes the first administrator. Of two at the same moment one wins, and afterwards the page is gone (AD-06).
 * @throws Problem `not_found`, `password_refused` or `conflict`
 */
export async function setUpAdministrator(
  call: Call,
  token: string,
  input: Registration,
): Promise<{ user_id: string; hash: string }> {
  const { app, tenant } = call
  if (!(await setupIsOpen(call, token))) throw gone()
  const { email, full_name } = input
  await requireGoodPassword(call, input.password, { email: email.address, full_name })
  const password_hash = await app.passwords.hash(input.password)
  const id = newId('usr')
  const locale = acceptedLocale(call.request.headers.get('accept-language'))
  const now = app.now()
  try {
    await app.db.transaction().execute(async (tx) => {
      if (!(await oneTimeTokens.consume(tx, 'admin_setup', token, now))) throw gone()
      const person = { id, directory_id: tenant.directory_id, email, full_name, password_hash, locale }
      await insertUser(tx, person, now)
      await users.grantRole(tx, tenant.id, id, administrator, now)
      await record(tx, call, { type: 'administrator.set_up', outcome: 'succeeded', actor: id })
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Problem('conflict', { detail: 'This address has an account already. Use another one.' })
    throw error
  }
  return { user_id: id, hash: password_hash }
}

function gone(): Problem {
  return new Problem('not_found', {
    detail:
      'This set-up link is no longer valid. Restart Warder to get a new one, or run: warder admin create',
  })
}
