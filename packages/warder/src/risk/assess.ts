import { riskActions, type RiskAction, type RiskConfig } from '../config/config.ts'
import type { Place } from './place.ts'
import { isImpossible, type Stay } from './travel.ts'

export type RiskReason = keyof RiskConfig

/** What is known of the sign-ins before this one. */
export type Habits = {
  /** Nobody is a stranger to an account that was never used. */
  signed_in_before: boolean
  device_known: boolean
  countries: readonly string[]
  /** Undefined when it is not known, or was forgotten on purpose. */
  last: Stay | undefined
}

export type Risk = { reasons: RiskReason[]; action: RiskAction }

/** Order of the reasons in mails and in the audit. */
const order: readonly RiskReason[] = ['new_device', 'new_country', 'impossible_travel']

/** What is unusual about a sign-in, and the strongest action that the policy has for it. Pure. */
export function assess(habits: Habits, now: Stay, policy: RiskConfig): Risk {
  const found: Record<RiskReason, boolean> = {
    new_device: habits.signed_in_before && !habits.device_known,
    new_country: isNewCountry(habits.countries, now.place),
    impossible_travel: habits.last !== undefined && isImpossible(habits.last, now),
  }
  const reasons = order.filter((reason) => found[reason] && policy[reason] !== 'off')
  return { reasons, action: strongest(reasons.map((reason) => policy[reason])) }
}

/** The first country that is known of a person is where they live, and no news. */
function isNewCountry(countries: readonly string[], place: Place | undefined): boolean {
  return place !== undefined && countries.length > 0 && !countries.includes(place.country)
}

function strongest(actions: readonly RiskAction[]): RiskAction {
  return actions.reduce((a, b) => (riskActions.indexOf(b) > riskActions.indexOf(a) ? b : a), 'off')
}
