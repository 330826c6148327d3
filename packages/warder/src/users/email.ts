import { domainToASCII } from 'node:url'
import { Problem } from '@warder/protocol'
import * as z from 'zod'

/** `address` is what mail is sent to, `key` what two spellings of one mailbox have in common. */
export type Email = { address: string; key: string }

// The dot-atom of RFC 5321 §4.1.2, ASCII only: quoted local parts, comments, lists and look-alike letters are not addresses here.
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const domainName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{2,59})$/

/** Undefined when the text is not exactly one address. */
export function parseEmail(text: string): Email | undefined {
  const trimmed = text.trim()
  const at = trimmed.indexOf('@')
  if (at < 1 || at > 64 || trimmed.length > 254) return undefined
  const local = trimmed.slice(0, at)
  const named = trimmed.slice(at + 1)
  // domainToASCII reads a host as a URL does: it would cut at a slash and decode a percent sign.
  if (!/^[\p{L}\p{N}\p{M}.-]+$/u.test(named)) return undefined
  const domain = domainToASCII(named).toLowerCase()
  if (!localPart.test(local) || !domainName.test(domain)) return undefined
  const address = `${local}@${domain}`
  return { address, key: address.toLowerCase() }
}

/** What an operator gives as an address. @throws Problem `invalid_input` */
export function requireEmail(text: string): Email {
  const email = parseEmail(text)
  if (email) return email
  throw new Problem('invalid_input', {
    detail: `${text} is not an email address.`,
    errors: [{ pointer: '/email', detail: 'is not an email address' }],
  })
}

/** The field of a JSON body. */
export const emailField = z
  .string()
  .max(320)
  .transform((text, context): Email => {
    const email = parseEmail(text)
    if (email) return email
    context.addIssue({ code: 'custom', message: 'is not an email address' })
    return z.NEVER
  })
