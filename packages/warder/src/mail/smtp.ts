import type { Transporter } from 'nodemailer'
import { NotDelivered, type Verdict } from './not-delivered.ts'
import type { MailMessage } from './outbox.ts'
import type { Transport } from './sender.ts'

/** SMTP by nodemailer, loaded when the first message goes out. `patience` is for each step, in milliseconds. */
export function smtpTransport(url: string, from: string, patience = 10_000): Transport<MailMessage> {
  let server: Promise<Transporter> | undefined
  const domain = /@([^<>@\s]+)>?$/.exec(from)?.[1] ?? 'localhost'
  return async ({ to, subject, text, html }, id) => {
    server ??= import('nodemailer').then(({ default: nodemailer }) =>
      nodemailer.createTransport(withLimits(url, patience)),
    )
    const mail = {
      from,
      // An object, so that nothing in the address can be read as a second recipient.
      to: { name: '', address: to },
      subject,
      text,
      html,
      // RFC 5322 §3.6.4: the same at every attempt, so that a server which took the first one knows the second.
      messageId: `<${id}@${domain}>`,
      // RFC 3834 §5: no holiday notice is wanted for it.
      headers: { 'Auto-Submitted': 'auto-generated' },
    }
    try {
      await (await server).sendMail(mail)
    } catch (error) {
      throw new NotDelivered(verdictOf(error), error instanceof Error ? error.message : String(error), error)
    }
  }
}

/** An SMTP server that does not answer must not hold the queue, and one elsewhere must offer TLS. */
function withLimits(url: string, patience: number): string {
  const server = new URL(url)
  for (const name of ['dnsTimeout', 'connectionTimeout', 'greetingTimeout'])
    server.searchParams.set(name, String(patience))
  // Longer, so that a server which never greets is not taken for one that fell silent over a message.
  server.searchParams.set('socketTimeout', String(patience * 2))
  // What is mailed signs people in. `requireTLS=false` in the URL is for a mail server on a network of one's own.
  const near = ['localhost', '127.0.0.1', '[::1]'].includes(server.hostname)
  if (server.protocol === 'smtp:' && !near && !server.searchParams.has('requireTLS'))
    server.searchParams.set('requireTLS', 'true')
  return server.href
}

/** What nodemailer says about a failure: how far it came, and what the server answered. */
type SmtpError = {
  code?: unknown
  originalCode?: unknown
  timeoutType?: unknown
  command?: unknown
  responseCode?: unknown
}

/** Told before the message was: no name, no connection, no greeting, no TLS, a wrong password. */
const beforeAny = new Set<unknown>(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH', 'EPROTOCOL'])
const neverConnected = new Set<unknown>([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
])
const setUp = new Set<unknown>(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT'])

/**
 * RFC 5321 §4.2.1: a 5yz answer would come again. That holds for the recipient and for what is said; a refused
 * sender is the operator's to mend, and every message waits for it. A connection that broke may have broken after
 * the message was taken, so that attempt counts and the pauses grow.
 */
function verdictOf(error: unknown): Verdict {
  const { code, originalCode, timeoutType, command, responseCode }: SmtpError =
    typeof error === 'object' && error !== null ? error : {}
  if (beforeAny.has(code) || setUp.has(timeoutType)) return 'away'
  if (command === 'CONN' && neverConnected.has(originalCode)) return 'away'
  const permanent = typeof responseCode === 'number' && responseCode >= 500
  if (command === 'MAIL FROM') return permanent ? 'away' : 'later'
  // nodemailer itself refused the address.
  if (command === 'API' && code === 'EENVELOPE') return 'never'
  return permanent ? 'never' : 'later'
}
