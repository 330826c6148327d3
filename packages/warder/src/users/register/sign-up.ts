import { Problem } from '@warder/protocol'
import type { App } from '../../app.ts'
import type { Config } from '../../config/config.ts'
import type { Tenant } from '../../tenants/tenant.ts'

/** What leads to an account that no operator and no directory makes. */
type By = 'themselves' | 'invitation' | 'organisation'

const allowed: Record<Config['sign_up'], readonly By[]> = {
  open: ['themselves', 'invitation', 'organisation'],
  invited: ['invitation', 'organisation'],
  closed: [],
}

/** Whether `sign_up.policy` lets somebody have an account this way. It is the same for every address. */
export function maySignUp({ config }: Pick<App, 'config'>, by: By): boolean {
  return allowed[config.sign_up].includes(by)
}

/**
 * Stands before anything is looked up, so that nobody learns by it who has an account.
 * @throws Problem `forbidden`
 */
export function requireSignUp(app: Pick<App, 'config'>, by: By): void {
  if (!maySignUp(app, by))
    throw new Problem('forbidden', {
      detail: 'New accounts are not made here by oneself. Ask whoever runs this service for one.',
    })
}

/** Where the mail leads to whoever asked for a way into an account that there is not. */
export function whereFrom(
  app: Pick<App, 'config'>,
  { issuer }: Pick<Tenant, 'issuer'>,
): { link: string; open: boolean } {
  const open = maySignUp(app, 'themselves')
  return { link: `${issuer}/${open ? 'register' : 'login'}`, open }
}
