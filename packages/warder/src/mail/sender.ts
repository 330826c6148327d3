import type { Transporter } from 'nodemailer'
import type { App } from '../app.ts'
import * as outbox from '../store/operations/outbox.ts'
import { day, hour, minute } from '../time.ts'
import { openMessage, type Message } from './outbox.ts'

/** Hands one message over; throws when the other side did not take it. */
export type Transport = (message: Message) => Promise<void>

/** How long after the nth failure the next attempt comes. After a day a message is given up and stays visible. */
const backoff = [minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour]
const claimFor = 2 * minute

/** SMTP by nodemailer, loaded when the first message goes out. */
export function smtpTransport(url: string, from: string): Transport {
  let connection: Promise<Transporter> | undefined
  return async ({ to, subject, text, html }) => {
    connection ??= import('nodemailer').then(({ default: nodemailer }) =>
      nodemailer.createTransport(withLimits(url)),
    )
    // An object, so that nothing in the address can be read as a second recipient.
    await (await connection).sendMail({ from, to: { name: '', address: to }, subject, text, html })
  }
}

/** An SMTP server that does not answer must not hold the queue, and one elsewhere must offer TLS. */
function withLimits(url: string): string {
  const server = new URL(url)
  for (const name of ['connectionTimeout', 'greetingTimeout']) server.searchParams.set(name, '10000')
  server.searchParams.set('socketTimeout', '10000')
  // What is mailed signs people in. `requireTLS=false` in the URL is for a mail server on a network of one's own.
  const near = ['localhost', '127.0.0.1', '[::1]'].includes(server.hostname)
  if (server.protocol === 'smtp:' && !near && !server.searchParams.has('requireTLS'))
    server.searchParams.set('requireTLS', 'true')
  return server.href
}

/**
 * Sends what is due. Each message is claimed first, so that two instances do not send it twice. Once `stop` says so,
 * no further one is begun.
 */
export async function sendDue(
  app: App,
  transport: Transport,
  stop: () => boolean = () => false,
): Promise<number> {
  const now = app.now()
  let sent = 0
  for (const row of await outbox.due(app.db, now, 20)) {
    if (stop()) return sent
    if (!(await outbox.claim(app.db, row, now + claimFor))) continue
    const message = openMessage(app, row)
    const failure = message ? await attempt(transport, message) : 'the key that sealed it is gone'
    if (failure === undefined) {
      await outbox.markSent(app.db, row.id, app.now())
      sent++
      continue
    }
    const givenUp = !message || now - row.created_at > day
    const wait = backoff[Math.min(row.attempts, backoff.length - 1)] ?? hour
    await outbox.markFailed(app.db, row.id, failure, givenUp ? Number.MAX_SAFE_INTEGER : now + wait)
    app.log.warn({ job: row.id, attempt: row.attempts + 1, reason: failure }, 'mail was not sent')
  }
  return sent
}

/** What went wrong, or undefined when the other side took the message. */
async function attempt(transport: Transport, message: Message): Promise<string | undefined> {
  try {
    await transport(message)
    return undefined
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).slice(0, 500)
  }
}
