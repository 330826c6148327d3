import type { Locale } from '../config/config.ts'
import { html } from '../pages/html.ts'
import type { MailMessage } from './outbox.ts'
import type { Words } from './words/mail-words.ts'

export type Frame = {
  to: string
  locale: Locale
  brand: string
  greeting: string
  link_again: string
  link?: string
  code?: string
}

/** One message from its words, as text and as HTML; neither says anything that the other does not. */
export function layOut(
  words: Words,
  { to, locale, brand, greeting, link_again, link, code }: Frame,
): MailMessage {
  const paragraphs = [greeting, ...words.lines]
  const given = [code, link].filter((part) => part !== undefined)
  const text = [...paragraphs, ...given, words.closing, brand].join('\n\n')
  const body = html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><title>${words.subject}</title></head>
<body style="margin:0;padding:32px 16px;background:#f6f7f9;font:16px/1.5 system-ui,sans-serif;color:#20242c">
<div style="max-width:480px;margin:0 auto;padding:32px;background:#fff;border-radius:12px">
${paragraphs.map((line) => html`<p style="margin:0 0 16px">${line}</p>`)}
${code !== undefined && html`<p style="margin:24px 0;font:600 28px/1 ui-monospace,monospace;letter-spacing:4px">${code}</p>`}
${
  link === undefined
    ? ''
    : html`<p style="margin:24px 0"><a href="${link}" style="display:inline-block;padding:12px 20px;border-radius:10px;background:#3b56c9;color:#fff;text-decoration:none">${words.action ?? link}</a></p>
<p style="margin:0 0 16px;font-size:14px;color:#5b6270">${link_again}<br>${link}</p>`
}
<p style="margin:0;font-size:14px;color:#5b6270">${words.closing}</p>
</div></body></html>`
  return { channel: 'email', to, subject: words.subject, text, html: body.toString() }
}
