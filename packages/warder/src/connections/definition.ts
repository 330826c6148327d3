import { X509Certificate, type KeyObject } from 'node:crypto'
import type { Seconds } from '@warder/protocol'
import * as z from 'zod'
import type { IdpMetadata } from '../saml/metadata/idp.ts'
import { skew } from '../saml/messages/times.ts'

/** Of plain http only what is on this machine, in development. Anything else is no place to send somebody to (SA-30). */
export function isSecure(text: string, dev: boolean): boolean {
  const url = /^https?:\/\/[^\s"'<>\\^`{}|]+$/.test(text) ? URL.parse(text) : null
  if (!url || url.username || url.password || url.hash) return false
  return url.protocol === 'https:' || (dev && (url.hostname === 'localhost' || url.hostname === '127.0.0.1'))
}

const attributeName = z.string().min(1, 'is empty').max(300, 'is too long')

/** A name of the internet, of whose mail an organisation disposes. */
const domain = z
  .string()
  .toLowerCase()
  .regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}$/, 'is no domain')

/** What an operator chooses. */
export const choices = z.object({
  title: z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(60, 'is too long')
    .refine((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text), 'has a character that cannot be seen'),
  /** Where mail is theirs: an address there is believed, and opens the account that has it. */
  domains: z.array(domain).max(50, 'holds 50 at most'),
  /** Which of its attributes say what; what is usual where nothing is said. */
  attributes: z.object({
    subject: attributeName.optional(),
    email: attributeName.optional(),
    name: attributeName.optional(),
    groups: attributeName.optional(),
  }),
  /** What a group of theirs is here. */
  roles: z.record(z.string().min(1).max(300), z.string().max(64)),
  /** People may come without having been sent there by us. */
  idp_initiated: z.boolean(),
  sign_requests: z.boolean(),
  signed_assertion: z.boolean(),
  encrypted: z.boolean(),
  cbc: z.boolean(),
})

/** What holds where nothing is said. */
export const usual = {
  domains: [],
  attributes: {},
  roles: {},
  idp_initiated: false,
  sign_requests: false,
  signed_assertion: false,
  encrypted: false,
  cbc: false,
} satisfies Omit<Choices, 'title'>

export type Choices = z.output<typeof choices>

/** As a row keeps it. */
export type Definition = Omit<Choices, 'title'> & {
  idp: IdpMetadata
  /** Whose signature new metadata must carry, as PEM; none where it need not be signed. */
  metadata_certificate?: string
}

export const definitionIn = (row: { data: string }): Definition => JSON.parse(row.data) as Definition // written by `manage.ts`

/** The keys that a signature may be of at this moment: a certificate says itself how long it is good (SM-05). */
export function keysNow(certificates: readonly string[], now: Seconds): KeyObject[] {
  return certificates
    .map((pem) => new X509Certificate(pem))
    .filter(
      (one) => one.validFromDate.getTime() / 1000 <= now + skew && one.validToDate.getTime() / 1000 > now,
    )
    .map((one) => one.publicKey)
}
