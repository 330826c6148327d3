import { newCode } from '../../crypto/tokens.ts'
import { codeMatches, keepCode, type KeptCode } from '../../crypto/typed-code.ts'
import { readerAt } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { codeText } from '../../sms/code-text.ts'
import { parseNumber } from '../../sms/number.ts'
import { mayText } from '../../sms/quota.ts'
import * as factors from '../../store/people/factors.ts'
import * as phones from '../../store/people/phones.ts'
import * as users from '../../store/people/users.ts'
import type { SecondFactor } from '../method.ts'

const purpose = 'second-step-text'

/** What is kept of the question: the code, and the row by which it is asked for, which is as new as the number. */
type Question = KeptCode & { factor: string }

/** A code by text message, for whoever has a confirmed number and wished to be asked for it. */
export const smsCode: SecondFactor = {
  id: 'sms',
  isOwn: true,
  sends: true,
  isOpenTo: (has) => has.has('sms'),
  ask: async (tx, call, person) => {
    const { app, tenant, trace } = call
    const [factor] = await factors.listOf(tx, person.id, 'sms')
    const phone = await phones.ofUser(tx, person.id)
    const number = phone && (await parseNumber(phone.number))
    if (!factor || !number) return { kept: {} }
    // What may not be sent is asked for all the same: another way is open, and nothing is told of the limits.
    const wanted = await mayText(tx, app, {
      tenant_id: tenant.id,
      address: trace.address,
      number,
      by: 'step',
    })
    const code = newCode()
    const { locale } = readerAt(call, person)
    const text = codeText(app, tenant, { to: number.e164, locale, purpose: 'sign-in', code })
    await queueMail(tx, app, text, wanted ? 'real' : 'decoy')
    const kept: Question = { ...keepCode(app, purpose, code), factor: factor.id }
    return { kept }
  },
  judge: ({ app }, person, kept, answer) => {
    const { nonce, mac, factor: id } = kept as Partial<Question> // written by `ask`; empty where nothing could be sent
    if (nonce === undefined || mac === undefined || id === undefined || !('code' in answer))
      return Promise.resolve(undefined)
    if (!codeMatches(app, purpose, { nonce, mac }, answer.code)) return Promise.resolve(undefined)
    return Promise.resolve({
      amr: ['otp', 'sms'],
      // A telephone that was taken away since proves nothing any more. The person first, as whoever takes it away does.
      spend: async (tx) =>
        (await users.hold(tx, person.id)) !== undefined &&
        factors.advance(tx, { id, data: '{}' }, '{}', app.now()),
    })
  },
}
