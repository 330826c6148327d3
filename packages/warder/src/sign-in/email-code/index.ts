import { newCode, newNonce } from '../../crypto/tokens.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { seenOf } from '../../sessions/seen.ts'
import { alertLink } from '../../users/alerts/link.ts'
import type { SecondFactor } from '../method.ts'

/** The code itself is nowhere: with the database alone nobody can try the million of them. */
type Kept = { nonce: string; mac: string }

const purpose = 'sign-in-code'

/** A code by mail. It says that whoever signs in also reads the person's mail. */
export const emailCode: SecondFactor = {
  id: 'email',
  isOwn: false,
  sends: true,
  isOpenTo: (_, person) => Promise.resolve(person.email_verified_at !== null),
  ask: async (tx, call, person) => {
    const { app } = call
    const code = newCode()
    const nonce = newNonce()
    const link = await alertLink(tx, call, person.id)
    const reader = personOf(app, person)
    await queueMail(tx, app, compose(app, 'signInCode', reader, { code, link, ...seenOf(call) }))
    const kept: Kept = { nonce, mac: app.secrets.mac(purpose, `${nonce} ${code}`) }
    return { kept }
  },
  judge: ({ app }, _, kept, answer) => {
    const { nonce, mac } = kept as Kept // as `ask` returned it
    const right = 'code' in answer && app.secrets.macMatches(purpose, `${nonce} ${answer.code}`, mac)
    // The channel is said too: `access/acr.ts` counts a code by mail for less than one that a device makes.
    return Promise.resolve(right ? { amr: ['otp', 'mca'] } : undefined)
  },
}
