import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** The name of a person for the applications of one sector: always the same there, and another one everywhere else. */
export type Pairwise = {
  subject: (sector: string, user_id: string) => string
  /** Whose name it is; undefined for every text that is not a name of this sector. */
  personOf: (sector: string, subject: string) => string | undefined
}

const tagLength = 16
const prefix = 'pws_'

/**
 * Pairwise subject identifiers, calculated under a salt and kept nowhere. The id is encrypted under a nonce that is a MAC
 * of the sector and itself, so that the same two give the same name, and nobody without the salt can make, read or link
 * one.
 *
 * @param salt 32 random bytes of the issuer; a new salt would give everybody a new name
 * @see OIDC Core §8.1
 */
export function pairwise(salt: Buffer): Pairwise {
  const macKey = derived(salt, 'pairwise mac')
  const sealKey = derived(salt, 'pairwise seal')
  const tagOf = (sector: string, user_id: string) =>
    createHmac('sha256', macKey)
      .update(JSON.stringify([sector, user_id]))
      .digest()
      .subarray(0, tagLength)

  return {
    subject: (sector, user_id) => {
      const tag = tagOf(sector, user_id)
      const cipher = createCipheriv('aes-256-ctr', sealKey, tag)
      const sealed = Buffer.concat([tag, cipher.update(user_id, 'utf8'), cipher.final()])
      return prefix + sealed.toString('base64url')
    },
    personOf: (sector, subject) => {
      const text = isPairwise(subject) ? subject.slice(prefix.length) : ''
      const sealed = Buffer.from(text, 'base64url')
      const tag = sealed.subarray(0, tagLength)
      // A second spelling of the same bytes would be a second name.
      if (tag.length !== tagLength || sealed.toString('base64url') !== text) return undefined
      const cipher = createDecipheriv('aes-256-ctr', sealKey, tag)
      const user_id = Buffer.concat([cipher.update(sealed.subarray(tagLength)), cipher.final()]).toString()
      return timingSafeEqual(tagOf(sector, user_id), tag) ? user_id : undefined
    },
  }
}

/** Whether a subject has the form of one that `pairwise` makes. */
export function isPairwise(subject: string): boolean {
  return subject.startsWith(prefix)
}

const derived = (salt: Buffer, name: string) => Buffer.from(hkdfSync('sha256', salt, '', name, 32))
