import { allows, Problem } from '@warder/protocol'
import type { Call, Guard } from '../http/router.ts'
import { openSections } from '../pages/console/sections.ts'
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
    const { permissions } = found.session
    if (permission === undefined) {
      if (!firstOpen(call, permissions))
        throw new Problem('forbidden', { detail: 'You administer nothing here.' })
    } else if (!allows(permissions, permission)) throw lacking(permission)
    return found
  }
}

/** The first page of the console that somebody may open. */
export const firstOpen = ({ tenant }: Pick<Call, 'tenant'>, held: readonly string[]) =>
  openSections((permission) => allows(held, permission), tenant)[0]
