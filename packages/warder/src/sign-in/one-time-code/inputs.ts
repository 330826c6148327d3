import { Problem } from '@warder/protocol'
import * as z from 'zod'
import { tokenField } from '../../http/body.ts'
import { parseNumber } from '../../sms/number.ts'
import { parseEmail } from '../../users/email.ts'
import { solutionField } from '../../users/fields.ts'
import { channels, type Channel, type To } from './challenge.ts'

export const asking = z.object({
  channel: z.enum(channels, 'is email or sms'),
  to: z.string().min(1, 'is required').max(320, 'is too long'),
  challenge_solution: solutionField,
})

export const answering = z.object({
  challenge_id: tokenField,
  code: z.string().min(1, 'is required').max(32, 'is too long for a code'),
  remember: z.boolean().optional(),
})

/** @throws Problem `invalid_input` for what is no address, or no number that gets text messages */
export async function parseTo(channel: Channel, to: string): Promise<To> {
  if (channel === 'email') {
    const email = parseEmail(to)
    if (email) return { channel, email }
    throw wrong('is not an email address')
  }
  const number = await parseNumber(to)
  if (number) return { channel, number }
  throw wrong('is not a number that gets text messages; write it with its country, like +41 79 123 45 67')
}

function wrong(detail: string): Problem {
  return new Problem('invalid_input', {
    detail: 'Some fields need another value; see errors.',
    errors: [{ pointer: '/to', detail }],
  })
}
