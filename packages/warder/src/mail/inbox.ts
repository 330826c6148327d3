import type { App } from '../app.ts'
import * as outbox from '../store/operations/outbox.ts'
import { isoTime } from '../time.ts'
import { openMessage } from './outbox.ts'

export type InboxItem = {
  id: string
  channel: 'email'
  to: string
  subject: string
  text: string
  html: string
  links: string[]
  codes: string[]
  sent_at: string
}

const shown = 100

/** Development only: what would have been sent, newest first. */
export async function readInbox(app: App): Promise<InboxItem[]> {
  const rows = await outbox.newest(app.db, shown)
  return rows.flatMap((row) => {
    const message = openMessage(app, row)
    if (!message) return []
    const { channel, to, subject, text, html } = message
    const links = text.match(/https?:\/\/\S+/g) ?? []
    const codes = text.replace(/https?:\/\/\S+/g, '').match(/\b\d{6,8}\b/g) ?? []
    return [{ id: row.id, channel, to, subject, text, html, links, codes, sent_at: isoTime(row.created_at) }]
  })
}
