import type { Locale } from '../config/config.ts'
import { html, outside, type Html } from '../pages/html.ts'
import type { MailMessage } from './outbox.ts'
import { spacedLine as french } from '../pages/words/french.ts'
import type { Words } from './words/mail-words.ts'

export type Frame = {
  to: string
  locale: Locale
  brand: string
  /** Of the sign and the button; white stands on it. */
  colour: string
  greeting: string
  link_again: string
  link?: string
  code?: string
}

const sans = "ui-sans-serif,system-ui,'Segoe UI',Roboto,'Helvetica Neue',sans-serif"
const soft = 'margin:0;font-size:14px;opacity:0.75'

/**
 * One message from its words, as text and as HTML; neither says anything that the other does not. Nothing is loaded
 * from anywhere. Text and ground have the colours of the reader's mail program, so that it is dark where they like it.
 */
export function layOut(said: Words, { link_again, ...rest }: Frame): MailMessage {
  const words = spaced(said, rest.locale)
  const frame = { ...rest, link_again: spacedLine(link_again, rest.locale) }
  const { to, brand, greeting, link, code } = frame
  const { subject, action = '', closing, lines } = words
  const text = [
    greeting,
    ...lines,
    ...(code === undefined ? [] : [code]),
    ...(link === undefined ? [] : [`${action}\n${link}`]),
    closing,
    brand,
  ].join('\n\n')
  return { channel: 'email', to, subject, text, html: document(words, frame).toString() }
}

function spaced({ subject, lines, action, closing }: Words, locale: Locale): Words {
  return {
    // A subject is one header, whatever a word in it brought along.
    subject: spacedLine(subject.replace(/[\s\p{Cc}]+/gu, ' ').trim(), locale),
    lines: lines.map((line) => spacedLine(line, locale)),
    ...(action !== undefined && { action: spacedLine(action, locale) }),
    closing: spacedLine(closing, locale),
  }
}

const spacedLine = (line: string, locale: Locale): string => (locale === 'fr' ? french(line) : line)

/** The first line stands before everything else, unseen: lists of mails show the beginning of each beside its subject. */
function document(words: Words, { locale, brand, colour, greeting, link, link_again, code }: Frame): Html {
  return html`<!doctype html>
<html lang="${locale}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${words.subject}</title>
</head>
<body style="margin:0;padding:0">
<div style="display:none;max-height:0;overflow:hidden">${words.lines[0]}</div>
<div role="main" style="max-width:520px;margin:0 auto;padding:32px 16px;font:16px/1.5 ${sans}">
<p style="margin:0 0 20px;font-weight:600">${mark(brand, colour)}${outside(brand)}</p>
<div style="padding:28px 24px;border:1px solid rgba(128,128,128,0.35);border-radius:16px;overflow-wrap:anywhere">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.25">${words.subject}</h1>
${[greeting, ...words.lines].map(
  (line) => html`<p style="margin:0 0 16px">${line}</p>
`,
)}
${code !== undefined && html`<p style="margin:24px 0;font:600 30px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:6px">${code}</p>`}
${link !== undefined && button(link, words.action ?? '', link_again, colour)}
<p style="${soft}">${words.closing}</p>
</div>
</div>
</body>
</html>`
}

/** The first letter of the brand as its sign: an image would have to be loaded. */
function mark(brand: string, colour: string): Html {
  const shape = `display:inline-block;width:28px;height:28px;border-radius:8px;background:${colour}`
  const letter = 'color:#fff;line-height:28px;text-align:center;margin-right:10px'
  return html`<span aria-hidden="true" style="${shape};${letter}">${brand.slice(0, 1).toUpperCase()}</span>`
}

function button(link: string, label: string, link_again: string, colour: string): Html {
  const shape = `display:inline-block;padding:12px 22px;border-radius:10px;background:${colour}`
  return html`<p style="margin:24px 0"><a href="${link}" style="${shape};color:#fff;font-weight:600;text-decoration:none">${label}</a></p>
<p style="${soft};margin-bottom:16px">${link_again}<br>${link}</p>`
}
