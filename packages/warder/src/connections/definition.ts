import { X509Certificate, type KeyObject } from 'node:crypto'
import type { Seconds } from '@warder/protocol'
import type { FetchOptions } from '../http/outbound/safe-fetch.ts'
import * as z from 'zod'
import type { IdpMetadata } from '../saml/metadata/idp.ts'
import { nameIdChoices } from '../saml/messages/name-id.ts'
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

/** A class of how somebody signed in (SAML Authentication Context §3.4), or a word of the provider's own. */
const authnContexts = z
  .array(
    z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-~]+$/, 'is no URI')
      .max(300, 'is too long'),
  )
  .max(20, 'holds 20 at most')

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
  /** What kind of name is asked for, and no other taken. */
  name_id_format: z.enum(nameIdChoices),
  /** Of which classes the sign-in there has to be one; any where there are none. */
  authn_contexts: authnContexts,
  /** Of which classes one says that several factors were proved there, so that no more is asked for here. */
  multi_factor_contexts: authnContexts,
  /** What says from where it may be brought is taken from there alone. */
  same_address: z.boolean(),
  /** Names are encrypted in what we send. */
  encrypted_names: z.boolean(),
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
  name_id_format: 'any',
  authn_contexts: [],
  multi_factor_contexts: [],
  same_address: false,
  encrypted_names: false,
} satisfies Omit<Choices, 'title'>

export type Choices = z.output<typeof choices>

/** As a row keeps it. */
export type Definition = Omit<Choices, 'title'> & {
  idp: IdpMetadata
  /** Whose signature new metadata must carry, as PEM; none where it need not be signed. */
  metadata_certificate?: string
  /** Where its metadata is read again, and with whose reach; absent where it was given as a document. */
  metadata_source?: { url: string; by: FetchOptions['by'] }
}

export const definitionIn = (row: { data: string }): Definition => ({
  ...usual,
  ...(JSON.parse(row.data) as Definition), // written by `manage.ts`, perhaps before there was as much to choose
})

/**
 * The keys that a signature may be of at this moment: a certificate says itself how long it is good (SM-05), and with a smaller key
 * anybody who has some weeks to spare signs as the provider (NIST SP 800-131A Rev. 2 §3).
 */
export function keysNow(certificates: readonly string[], now: Seconds): KeyObject[] {
  return certificates
    .map((pem) => new X509Certificate(pem))
    .filter(
      (one) => one.validFromDate.getTime() / 1000 <= now + skew && one.validToDate.getTime() / 1000 > now,
    )
    .map((one) => one.publicKey)
    .filter(({ asymmetricKeyType: type, asymmetricKeyDetails: details }) => {
      const { modulusLength = 0, publicExponent = 0n } = details ?? {}
      return type === 'ec' || (type === 'rsa' && modulusLength >= 2048 && publicExponent >= 3n)
    })
}

/** Who alone is to read a name that we send; undefined where the provider has no key for it at this moment. */
export const readerOf = ({ idp }: Pick<Definition, 'idp'>, now: Seconds): KeyObject | undefined =>
  keysNow(idp.encryption ?? [], now).find((key) => key.asymmetricKeyType === 'rsa')
