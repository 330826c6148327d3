/** A stored hash that was understood. */
export type StoredHash = {
  /** Argon2 with its parameters; `foreign` for whatever another system made. */
  kind: 'argon2' | 'foreign'
  /** Memory in KiB times passes, and memory alone: what makes ours weak or strong. Absent for foreign ones. */
  cost?: { memory_kib: number; passes: number }
  /** One guess takes more than a second or so, or more than 256 MiB: those who sign in elsewhere have to wait for it. */
  heavy?: boolean
  /** Whether it is the hash of this password, as it stands. Runs on the thread pool. */
  verify: (password: string) => Promise<boolean>
}

/** A reader of one format: undefined when the text is of another. @throws UnusableHash when it is of this one and wrong */
export type Reader = (text: string) => StoredHash | undefined

/** A hash that cannot be used. `message` says why, for whoever imports it, and repeats nothing of it. */
export class UnusableHash extends Error {
  override readonly name = 'UnusableHash'
}

/** A number in decimal digits within limits. What is beyond them would keep a processor or the memory busy for one guess. */
export function within(digits: string | undefined, what: string, least: number, most: number): number {
  const value = /^[1-9]\d{0,9}$/.test(digits ?? '') ? Number(digits) : Number.NaN
  if (value >= least && value <= most) return value
  throw new UnusableHash(`${what} must be from ${least} to ${most}`)
}

/** Bytes in base64 with or without padding, in the usual alphabet or with the `.` that passlib writes for `+`. */
export function bytesOf(text: string | undefined, what: string, least: number, most: number): Buffer {
  const plain = (text ?? '').replaceAll('.', '+').replace(/={1,2}$/, '')
  const bytes = Buffer.from(plain, 'base64')
  const canonical = bytes.toString('base64').replace(/=+$/, '')
  if (canonical !== plain) throw new UnusableHash(`${what} is not base64`)
  if (bytes.length < least || bytes.length > most)
    throw new UnusableHash(`${what} must have ${least} to ${most} bytes`)
  return bytes
}
