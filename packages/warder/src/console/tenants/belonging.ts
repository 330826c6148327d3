import type { Belonging } from '../../pages/console/tenants/members.ts'
import { tenantPath } from '../../pages/console/tenants/tenants.ts'
import { redirect } from '../../http/answer.ts'
import { idOf, linesOf, named } from '../ask.ts'
import { consoleFrame } from '../frame.ts'
import type { ConsoleCall } from '../guard.ts'
import { roleNames } from '../roles.ts'
import type { Handler } from '../row.ts'
import { tenantIn } from './tenants.ts'

/** Whether a page is about the tenant that it is opened in. */
export const isOwn = (call: ConsoleCall): boolean => [call.tenant.id, call.tenant.slug].includes(idOf(call))

/** Whose members and invitations a page is about: those of the tenant that it is opened in, or at the first one of any. */
export async function belonging(call: ConsoleCall): Promise<Belonging> {
  const { slug, name } = call.tenant
  if (isOwn(call))
    return {
      slug,
      name,
      section: { members: '/console/members', invitations: '/console/invitations' },
      page: undefined,
    }
  const section = { members: '/console/tenants', invitations: '/console/tenants' } as const
  if (!consoleFrame(call).may('tenants:read'))
    return { slug: idOf(call), name: idOf(call), section, page: undefined }
  const tenant = (await tenantIn(call)).value
  return { slug: tenant.slug, name: tenant.name, section, page: tenantPath(tenant) }
}

/** Roles to choose from; undefined where they are another tenant's, or not for whoever looks. */
export async function rolesToGive(call: ConsoleCall): Promise<string[] | undefined> {
  return isOwn(call) && consoleFrame(call).may('roles:read') ? roleNames(call) : undefined
}

const box = 'role.'

/** The roles of a form: those that were ticked, and those that were typed. */
export function rolesOf(call: ConsoleCall): string[] {
  const ticked = [...call.caller.form.keys()].filter((name) => name.startsWith(box))
  return [...ticked.map((name) => name.slice(box.length)), ...linesOf(named(call, 'roles'))]
}

/** From the menu to the page of the tenant that it is opened in. */
export const toOwn =
  (what: 'members' | 'invitations'): Handler =>
  ({ tenant, caller }) =>
    redirect(`${tenantPath(tenant)}/${what}`, { cookies: caller.cookies })
