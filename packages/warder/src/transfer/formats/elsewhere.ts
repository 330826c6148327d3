import * as z from 'zod'

/** Text, or nothing where there is none: other systems write empty texts and nulls. */
export const some = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || undefined)

export const yes = z
  .boolean()
  .nullish()
  .transform((value) => value === true)

/** Milliseconds since 1970, as a number or as text; what is no time of ours is not known. */
export const milliseconds = z.coerce
  .number()
  .int()
  .min(1)
  .max(Date.UTC(2100, 0))
  .optional()
  .catch(undefined)
  .transform((value) => (value === undefined ? undefined : new Date(value).toISOString()))

/** Without what is not known; nothing where nothing is. */
export function claimsOf(claims: Record<string, string | undefined>): Record<string, string> | undefined {
  const known = Object.entries(claims).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return known.length === 0 ? undefined : Object.fromEntries(known)
}
