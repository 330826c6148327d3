import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { said } from '../../http/words/said.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import { deadLink } from '../../users/dead-link.ts'
import { proveAddress } from '../../users/register/prove-address.ts'
import { proved, type Delivery, type Outcome } from '../proved.ts'
import { findLink, isNumber, mostTries, needsNumber, type FoundLink } from './link.ts'

const another = 'Ask for a new one.'

export type Following = {
  token: string
  /** What was typed of the number that the other browser shows. */
  number?: string | undefined
  /** The digest of this browser's cookie; undefined where there is none. */
  browser: string | undefined
}

/**
 * Signs in whoever has a link. Opened elsewhere than it was asked for, the number must come with it: a link that went astray
 * is worth nothing alone. The link is spent where the session opens, or the second step begins (ML-02).
 *
 * @throws Problem `token_invalid`, `invalid_input` where the number is missing, `invalid_credentials` where it is wrong
 */
export async function followLink(
  call: Call,
  { token, number, browser }: Following,
  delivery: Delivery,
): Promise<{ outcome: Outcome; link: FoundLink }> {
  const link = await findLink(call, token)
  if (!link) throw deadLink(another)
  if (needsNumber(link, browser)) await checkNumber(call, link, token, number)
  const { user_id, address_id } = link
  const now = call.app.now()
  const proof = {
    user_id,
    amr: ['mca'] as const,
    spend: async (tx: typeof call.app.db) =>
      (await oneTimeTokens.consume(tx, 'magic_link', token, now)) !== undefined &&
      // Whoever reads the mail is who the address belongs to, also where an operator had only said so.
      proveAddress(tx, call, user_id, address_id),
  }
  const outcome = await proved(call, proof, delivery).catch(async (error: unknown) => {
    if (!(error instanceof Problem) || error.code !== 'invalid_credentials') throw error
    const event = { type: 'sign_in.link', outcome: 'refused', subject: user_id } as const
    await record(call.app.db, call, { ...event, detail: { reason: 'stopped' } })
    // Of the address or a password, of which `proved` speaks, nobody has told us anything.
    throw deadLink(another)
  })
  return { outcome, link }
}

async function checkNumber(
  call: Call,
  link: FoundLink,
  token: string,
  number: string | undefined,
): Promise<void> {
  const { app } = call
  if (number === undefined || number.trim() === '') {
    const detail = 'is required: type the number that the browser shows in which you asked for the link'
    throw new Problem('invalid_input', {
      detail: 'This link was asked for in another browser.',
      errors: [{ pointer: '/code', detail }],
    })
  }
  const row = await oneTimeTokens.tryAttempt(app.db, 'magic_link', token, mostTries, app.now())
  if (!row) throw deadLink(another)
  if (isNumber(call, link.number, number)) return
  const left = mostTries - row.attempts
  await record(app.db, call, {
    type: 'sign_in.link',
    outcome: 'refused',
    subject: link.user_id,
    detail: { left },
  })
  if (left === 0) throw deadLink('The number was wrong too often. Ask for a new one.')
  const why = said('wrong_number', left)
  throw new Problem('invalid_credentials', {
    ...why,
    errors: [{ pointer: '/code', ...why }],
    extra: { attempts_left: left },
  })
}
