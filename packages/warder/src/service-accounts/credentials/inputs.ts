import * as z from 'zod'
import { day, hour, minute } from '../../time.ts'
import { shortName } from '../inputs.ts'

/** How long a version before the present one may work beside it, in seconds. */
export const longestGrace = day
export const usualGrace = hour

const seconds = (least: number, most: number) =>
  z.int('is a whole number of seconds').min(least, `is at least ${least}`).max(most, `is at most ${most}`)

/** RFC 7517 §5 and where one is: what they hold is looked at where they are kept. */
const keys = { jwks: z.record(z.string(), z.unknown()).optional(), jwks_uri: z.string().max(2000).optional() }

export const newCredential = z.discriminatedUnion(
  'type',
  [
    z.object({
      type: z.literal('rotating_secret'),
      name: shortName.optional(),
      lifetime_seconds: seconds(5 * minute, 30 * day).optional(),
    }),
    z.object({
      type: z.literal('jwt'),
      name: shortName.optional(),
      // The feed of what was revoked reaches back a day.
      lifetime_seconds: seconds(minute, day).optional(),
    }),
    z.object({
      type: z.literal('public_key'),
      name: shortName.optional(),
      lifetime_seconds: seconds(5 * minute, 3650 * day).optional(),
      ...keys,
    }),
  ],
  'is rotating_secret, jwt or public_key',
)
export type NewCredential = z.output<typeof newCredential>

export const rotation = z.object({ grace_period_seconds: seconds(0, longestGrace).optional(), ...keys })
export type Rotation = z.output<typeof rotation>
