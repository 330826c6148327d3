import type { Seconds } from '@warder/protocol'
import type { SecondFactorConfig } from '../config/config.ts'

/** What is said about whether a person must have a second factor, wherever it is said. */
export type SecondFactorRules = {
  config: Pick<SecondFactorConfig, 'policy' | 'roles'>
  user: { second_factor_required_at: Seconds | null }
  tenant: { second_factor_required_at: Seconds | null; roles: readonly string[] }
}

/** Whether a person must have a second factor. Any one rule is enough: none of them lifts another. */
export function secondFactorRequired({ config, user, tenant }: SecondFactorRules): boolean {
  return (
    config.policy === 'required' ||
    user.second_factor_required_at !== null ||
    tenant.second_factor_required_at !== null ||
    config.roles.some((role) => tenant.roles.includes(role))
  )
}
