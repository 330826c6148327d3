/** The columns that a table may have; `email` it must. */
export const columns = [
  'key',
  'id',
  'email',
  'email_verified',
  'full_name',
  'given_name',
  'family_name',
  'locale',
  'roles',
  'password_hash',
  'disabled',
  'created_at',
] as const

/** What of the names of columns cannot be; undefined where all is well. */
export function columnProblem(names: readonly string[]): string | undefined {
  const known: readonly string[] = columns
  const strange = names.find((name) => !known.includes(name))
  if (strange !== undefined)
    return `The first line names a column ${strange.slice(0, 40)}. Columns are: ${columns.join(', ')}.`
  if (new Set(names).size < names.length) return 'The first line names a column twice.'
  return names.includes('email') ? undefined : 'The first line names no column email.'
}

/** The same as a record of our own format, which is checked as one. */
export function fromCells(cells: Record<string, string>): Record<string, unknown> {
  const { roles, email_verified, disabled, given_name, family_name, ...others } = cells
  const texts = Object.entries(others).filter(([, value]) => value !== '')
  const names = Object.entries({ given_name, family_name }).filter(([, value]) => value)
  return {
    ...Object.fromEntries(texts),
    ...(names.length > 0 && { claims: Object.fromEntries(names) }),
    ...(roles && { roles: roles.split(/[\s;]+/).filter(Boolean) }),
    ...(email_verified && { email_verified: flag(email_verified) }),
    ...(disabled && { disabled: flag(disabled) }),
  }
}

/** Anything but a clear word stays text, which is then refused. */
function flag(text: string): boolean | string {
  const word = text.trim().toLowerCase()
  if (['true', 'yes', '1'].includes(word)) return true
  return ['false', 'no', '0'].includes(word) ? false : text
}
