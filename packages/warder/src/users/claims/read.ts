import * as z from 'zod'
import { Problem } from '@warder/protocol'
import type { KeptClaims } from '../../store/people/users.ts'

const text = z
  .string()
  .trim()
  .min(1)
  .max(200)
  // It stands on pages of applications: nothing in it may hide, turn round or break what stands beside it.
  .refine((value) => !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(value), 'must be visible characters')
const page = z.url({ protocol: /^https?$/ }).max(2000)
/** OIDC Core §5.1.1: a street may have several lines. */
const lines = z.string().trim().min(1).max(500)

/** What of OIDC Core §5.1 is kept as it is told. Name, addresses, number and language have places of their own. */
const shape = z
  .strictObject({
    given_name: text,
    family_name: text,
    middle_name: text,
    nickname: text,
    preferred_username: text,
    profile: page,
    picture: page,
    website: page,
    gender: text,
    // A year, or a day of a year that need not be told.
    birthdate: z.string().regex(/^(?:\d{4}|\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))$/),
    zoneinfo: z
      .string()
      .regex(/^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/)
      .max(64),
    address: z
      .strictObject({
        formatted: lines,
        street_address: lines,
        locality: text,
        region: text,
        postal_code: text,
        country: text,
      })
      .partial(),
  })
  .partial()

/**
 * Claims about a person as somebody wrote them.
 *
 * @throws Problem `invalid_input`, naming what cannot stand
 * @see OIDC Core §5.1
 */
export function readClaims(value: unknown): KeptClaims {
  const parsed = shape.safeParse(value)
  // Each that is there has a value, as the schema has it.
  if (parsed.success) return parsed.data as KeptClaims
  const errors = parsed.error.issues.map(({ path, message, ...issue }) => {
    const [unknown] = 'keys' in issue ? issue.keys : []
    return {
      pointer: `/${[...path, ...(unknown === undefined ? [] : [unknown])].join('/')}`,
      detail: message,
    }
  })
  throw new Problem('invalid_input', {
    detail: `${errors[0]?.pointer.slice(1) || 'It'} is no claim that is kept, or has a value that it cannot have.`,
    errors,
  })
}
