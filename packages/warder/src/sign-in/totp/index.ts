import * as factors from '../../store/people/factors.ts'
import type { SecondFactor } from '../method.ts'
import { matching } from './authenticators.ts'

/** A code from an authenticator app (RFC 6238). */
export const totp: SecondFactor = {
  id: 'totp',
  isOwn: true,
  sends: false,
  isOpenTo: async (db, person) => (await factors.listOf(db, person.id, 'totp')).length > 0,
  ask: () => Promise.resolve({ kept: {} }),
  judge: async ({ app }, person, _, answer) => {
    const matched = 'code' in answer && (await matching(app, person.id, answer.code.replace(/\s/g, '')))
    return matched ? { amr: ['otp'], spend: matched.spend } : undefined
  },
}
