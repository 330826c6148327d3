import * as z from 'zod'

/** A password as it comes in: bounded before anything is done with it (PW-06), judged elsewhere. */
export const passwordField = z
  .string()
  .min(1, 'is required')
  .refine((text) => Buffer.byteLength(text) <= 1024, 'has more than 1,024 bytes')

// Control and format characters could hide in a name or reorder what stands beside it. The two joiners stay: names are written with them.
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u

/** A person's name: any script, one line, nothing invisible. */
export const nameField = z
  .string()
  .transform((text) => text.normalize('NFC').trim().replace(/\s+/gu, ' '))
  .refine((text) => text.length >= 1, 'is required')
  .refine((text) => text.length <= 200, 'has more than 200 characters')
  .refine((text) => !unseen.test(text), 'has a character that cannot be seen')

/** What pays for the call while many sign-ins fail, see docs/limits.md. */
export const solutionField = z.string().max(400).optional()
