import { Problem } from '@warder/protocol'
import { requireHere } from '../admin/administrator.ts'
import { allows } from '../access/permissions/permissions.ts'
import type { Call, Guard } from '../http/router.ts'
import { consoleSections } from '../pages/console/sections.ts'
import { lacking } from '../service-accounts/manager.ts'
import { account, type SignedInVisitor } from '../sessions/guard.ts'

export type ConsoleCall = Call<SignedInVisitor>

/**
 * Somebody who is signed in here and may do what the page is for; without a permission, who may open some page of the console.
 *
 * @throws Problem `not_authenticated` or `forbidden`
 */
export function administering(permission: string | undefined): Guard<SignedInVisitor> {
  return async function administering(call) {
    const found = await account(call)
    requireHere(call, found.session)
    const { permissions } = found.session
    if (permission === undefined) {
      if (!firstOpen(permissions)) throw new Problem('forbidden', { detail: 'You administer nothing here.' })
    } else if (!allows(permissions, permission)) throw lacking(permission)
    return found
  }
}

/** The first page of the console that somebody may open. */
export const firstOpen = (held: readonly string[]) =>
  consoleSections.find(({ permission }) => allows(held, permission))
