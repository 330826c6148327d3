import { riskActions } from '../config.ts'
import { oneOf, path } from '../kinds/kind.ts'
import { setting } from '../kinds/setting.ts'

/** What is unusual about a sign-in, and what it leads to: see docs/risk.md. */
export const riskSettings = {
  place_database: setting({
    kind: path,
    env: 'WARDER_PLACE_DATABASE',
    otherwise: 'no place is known',
    help: 'file in MaxMind format that tells where an address is',
  }),
  'risk.new_device': setting({
    kind: oneOf(riskActions),
    env: 'WARDER_RISK_NEW_DEVICE',
    default: 'notify',
    help: 'a sign-in on a device that the person did not use before: nothing, a mail, a mailed code, or a refusal',
  }),
  'risk.new_country': setting({
    kind: oneOf(riskActions),
    env: 'WARDER_RISK_NEW_COUNTRY',
    default: 'notify',
    help: 'a sign-in from a country that the person did not sign in from before',
  }),
  'risk.impossible_travel': setting({
    kind: oneOf(riskActions),
    env: 'WARDER_RISK_IMPOSSIBLE_TRAVEL',
    default: 'step-up',
    help: 'a sign-in farther from the last one than anybody travels in the time between',
  }),
}
