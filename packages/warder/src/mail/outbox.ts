import type { App } from '../app.ts'
import { newId } from '../crypto/tokens.ts'
import * as outbox from '../store/operations/outbox.ts'
import type { Db } from '../store/open.ts'

export type MailMessage = { channel: 'email'; to: string; subject: string; text: string; html: string }

export type Message = MailMessage

/** What a queued message says, without where it goes. */
type Said = Omit<Message, 'channel' | 'to'>

/**
 * Puts a message on its way, in the transaction of what it tells about. It rests sealed, because its links
 * sign people in. A decoy is written the same and never sent, so that an unknown address costs what a known one does.
 * In development a message stays in the inbox, and no later start sends it.
 */
export async function queueMail(
  tx: Db,
  app: App,
  message: Message,
  kind: 'real' | 'decoy' = 'real',
): Promise<void> {
  const now = app.now()
  const id = newId('msg')
  const said: Said = { subject: message.subject, text: message.text, html: message.html }
  const sealed = app.secrets.seal(`outbox:${id}`, JSON.stringify(said))
  await outbox.insert(tx, {
    id,
    channel: message.channel,
    recipient: kind === 'real' ? message.to : '',
    sealed: kind === 'real' ? sealed : null,
    created_at: now,
    attempts: 0,
    next_attempt_at: now,
    sent_at: kind === 'decoy' || app.config.dev ? now : null,
    last_error: null,
  })
}

/** Undefined when the row was sealed under a key that is gone. */
export function openMessage(
  app: Pick<App, 'secrets'>,
  row: { id: string; recipient: string; sealed: string | null },
): Message | undefined {
  const said = row.sealed === null ? undefined : app.secrets.open(`outbox:${row.id}`, row.sealed)
  return said && { channel: 'email', to: row.recipient, ...(JSON.parse(said.toString()) as Said) }
}
