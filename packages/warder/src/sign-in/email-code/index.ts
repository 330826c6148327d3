import { newCode } from '../../crypto/tokens.ts'
import { codeMatches, keepCode, type KeptCode } from '../../crypto/typed-code.ts'
import { compose, readerAt } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { seenOf } from '../../sessions/seen.ts'
import { alertLink } from '../../users/alerts/link.ts'
import type { SecondFactor } from '../method.ts'

const purpose = 'sign-in-code'

/** A code by mail. It says that whoever signs in also reads the person's mail. */
export const emailCode: SecondFactor = {
  id: 'email',
  isOwn: false,
  sends: true,
  isOpenTo: (_, person) => person.email_verified_at !== null,
  ask: async (tx, call, person) => {
    const { app } = call
    const code = newCode()
    const link = await alertLink(tx, call, person.id)
    const reader = readerAt(call, person)
    await queueMail(tx, app, compose(call, 'signInCode', reader, { code, link, ...seenOf(call) }))
    return { kept: keepCode(app, purpose, code) }
  },
  judge: ({ app }, _, kept, answer) => {
    // As `ask` returned it.
    const right = 'code' in answer && codeMatches(app, purpose, kept as KeptCode, answer.code)
    // The channel is said too: `access/acr.ts` counts a code by mail for less than one that a device makes.
    return Promise.resolve(right ? { amr: ['otp', 'mca'] } : undefined)
  },
}
