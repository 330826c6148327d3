import { newCode } from '../../crypto/tokens.ts'
import { codeMatches, keepCode, type KeptCode } from '../../crypto/typed-code.ts'
import { personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { codeText } from '../../sms/code-text.ts'
import { parseNumber } from '../../sms/number.ts'
import { mayText } from '../../sms/quota.ts'
import * as factors from '../../store/people/factors.ts'
import * as phones from '../../store/people/phones.ts'
import type { SecondFactor } from '../method.ts'

const purpose = 'second-step-text'

/** A code by text message, for whoever has a confirmed number and wished to be asked for it. */
export const smsCode: SecondFactor = {
  id: 'sms',
  isOwn: true,
  sends: true,
  isOpenTo: async (db, person) =>
    (await factors.listOf(db, person.id, 'sms')).length > 0 &&
    (await phones.ofUser(db, person.id)) !== undefined,
  ask: async (tx, call, person) => {
    const { app, tenant, trace } = call
    const phone = await phones.ofUser(tx, person.id)
    const number = phone && (await parseNumber(phone.number))
    if (!number) return { kept: {} }
    // What may not be sent is asked for all the same: another way is open, and nothing is told of the limits.
    const wanted = await mayText(tx, app, { tenant_id: tenant.id, address: trace.address, number })
    const code = newCode()
    const { locale } = personOf(app, person)
    const text = codeText(app, { to: number.e164, locale, purpose: 'sign-in', code })
    await queueMail(tx, app, text, wanted ? 'real' : 'decoy')
    return { kept: keepCode(app, purpose, code) }
  },
  judge: ({ app }, _, kept, answer) => {
    const { nonce, mac } = kept as Partial<KeptCode> // as `ask` returned it
    if (nonce === undefined || mac === undefined || !('code' in answer)) return Promise.resolve(undefined)
    const right = codeMatches(app, purpose, { nonce, mac }, answer.code)
    return Promise.resolve(right ? { amr: ['otp', 'sms'] } : undefined)
  },
}
