import { apiKeyEnvironments } from '@warder/protocol'
import * as z from 'zod'
import { cidr } from '../config/kinds/address.ts'
import { day } from '../time.ts'
import { nameField } from '../users/fields.ts'
import { isKeyScope } from './scopes.ts'

// What a person may send, as JSON or as a form.

/** How long a replaced secret may work beside the new one, in seconds. */
export const longestGrace = 30 * day
export const usualGrace = day

export const keyName = nameField.refine((text) => text.length <= 60, 'has more than 60 characters')

const keyScope = z.string().refine(isKeyScope, 'is no scope: write it like reports:read')

/** A CIDR block (RFC 4632 §3.1) or one address, which is a block of its own. */
const network = z.string().transform((text, context) => {
  const parsed = cidr.parse(text.trim())
  // `::ffff:192.0.2.1` would never match: such a caller is known by the shorter address.
  if (parsed.ok && !/^::ffff:/i.test(parsed.value)) return parsed.value.toLowerCase()
  context.addIssue({
    code: 'custom',
    message: 'is no address or network: write it like 192.0.2.7 or 10.0.0.0/8',
  })
  return z.NEVER
})

export const newKey = z.object({
  name: keyName,
  scopes: z.array(keyScope).min(1, 'needs at least one scope').max(50, 'has more than 50 scopes'),
  expires_in_days: z
    .int('is a whole number of days')
    .min(1, 'is at least 1')
    .max(3650, 'is at most 3650')
    .optional(),
  ip_allowlist: z.array(network).max(50, 'has more than 50 networks').optional(),
  environment: z.enum(apiKeyEnvironments, 'is live or test').optional(),
  owner: z
    .discriminatedUnion(
      'type',
      [
        z.object({ type: z.literal('person') }),
        z.object({ type: z.literal('service_account'), id: z.string().max(64, 'is no service account') }),
        z.object({ type: z.literal('tenant') }),
      ],
      'has the type person, service_account or tenant',
    )
    .optional(),
})

export type NewKey = z.output<typeof newKey>

export const rotation = z.object({
  grace_period_seconds: z
    .int('is a whole number of seconds')
    .min(0, 'is at least 0')
    .max(longestGrace, `is at most ${longestGrace}`)
    .optional(),
})
