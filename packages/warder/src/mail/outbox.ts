import type { App } from '../app.ts'
import { newId } from '../crypto/tokens.ts'
import * as outbox from '../store/operations/outbox.ts'
import type { Db } from '../store/open.ts'

export type MailMessage = { channel: 'email'; to: string; subject: string; text: string; html: string }

/** `to` is a number in E.164 form. */
export type TextMessage = { channel: 'sms'; to: string; text: string }

export type Message = MailMessage | TextMessage

/** What a queued message says, without where it goes. */
type Said = { text: string; subject?: string; html?: string }

/** What is sealed is as long as the next multiple: usual messages are all one length, and no row tells which it holds. */
const lengthStep = 4096

/**
 * Puts a message on its way, in the transaction of what it tells about. It rests sealed, because its links
 * sign people in. A decoy is written as long and waits in the same queue, to nobody and empty, so that an unknown address
 * costs what a known one does. In development a message stays in the inbox, and no later start sends it.
 */
export async function queueMail(
  tx: Db,
  app: Pick<App, 'config' | 'now' | 'secrets'>,
  message: Message,
  kind: 'real' | 'decoy' = 'real',
): Promise<void> {
  const now = app.now()
  const id = newId('msg')
  const { channel, to, ...said } = message
  const text = Buffer.from(JSON.stringify(said satisfies Said))
  const plain = Buffer.alloc(Math.ceil(text.length / lengthStep) * lengthStep, ' ')
  if (kind === 'real') text.copy(plain)
  await outbox.insert(tx, {
    id,
    channel,
    recipient: kind === 'real' ? to : '',
    sealed: app.secrets.seal(`outbox:${id}`, plain),
    created_at: now,
    attempts: 0,
    next_attempt_at: now,
    sent_at: app.config.dev ? now : null,
    failed_at: null,
    last_error: null,
  })
}

/** Undefined when the row was sealed under a key that is gone. */
export function openMessage(
  app: Pick<App, 'secrets'>,
  row: { id: string; channel: string; recipient: string; sealed: string | null },
): Message | undefined {
  const opened = row.sealed === null ? undefined : app.secrets.open(`outbox:${row.id}`, row.sealed)
  if (!opened) return undefined
  const { text, subject = '', html = '' } = JSON.parse(opened.toString()) as Said
  const to = row.recipient
  return row.channel === 'sms' ? { channel: 'sms', to, text } : { channel: 'email', to, subject, text, html }
}
