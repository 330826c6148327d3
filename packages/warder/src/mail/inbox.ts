import type { App } from '../app.ts'
import * as outbox from '../store/operations/outbox.ts'
import type { Channel } from '../store/operations/outbox.ts'
import { isoTime } from '../time.ts'
import { openMessage } from './outbox.ts'

/** A text message has neither subject nor HTML. */
export type InboxItem = {
  id: string
  channel: Channel
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
export async function readInbox(app: Pick<App, 'db' | 'secrets'>): Promise<InboxItem[]> {
  const rows = await outbox.newest(app.db, shown)
  return rows.flatMap((row) => {
    const message = openMessage(app, row)
    if (!message) return []
    const { text } = message
    const links = text.match(/https?:\/\/\S+/g) ?? []
    const codes = text.replace(/https?:\/\/\S+/g, '').match(/\b\d{6,8}\b/g) ?? []
    const at = isoTime(row.created_at)
    return [{ id: row.id, subject: '', html: '', ...message, links, codes, sent_at: at }]
  })
}
