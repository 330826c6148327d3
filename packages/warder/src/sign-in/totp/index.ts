import type { SecondFactor } from '../method.ts'
import { matching } from './authenticators.ts'

/** A code from an authenticator app (RFC 6238). */
export const totp: SecondFactor = {
  id: 'totp',
  isOwn: true,
  sends: false,
  isOpenTo: (has) => has.has('totp'),
  ask: () => Promise.resolve({ kept: {} }),
  judge: async ({ app }, person, _, answer) => {
    const matched = 'code' in answer && (await matching(app, person.id, answer.code.replace(/\s/g, '')))
    return matched ? { amr: ['otp'], spend: matched.spend } : undefined
  },
}
