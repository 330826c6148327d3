import { html } from '../pages/html.ts'
import type { Message } from './outbox.ts'

type Words = {
  subject: string
  greeting: string
  lines: string[]
  action?: { label: string; link: string }
  closing: string
}

/** One message from its words, as text and as HTML; the HTML says nothing that the text does not. */
function mailOf(to: string, brand: string, words: Words): Message {
  const paragraphs = [words.greeting, ...words.lines]
  const text = [...paragraphs, ...(words.action ? [words.action.link] : []), words.closing, brand].join(
    '\n\n',
  )
  const body = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${words.subject}</title></head>
<body style="margin:0;padding:32px 16px;background:#f6f7f9;font:16px/1.5 system-ui,sans-serif;color:#20242c">
<div style="max-width:480px;margin:0 auto;padding:32px;background:#fff;border-radius:12px">
${paragraphs.map((line) => html`<p style="margin:0 0 16px">${line}</p>`)}
${
  words.action
    ? html`<p style="margin:24px 0"><a href="${words.action.link}" style="display:inline-block;padding:12px 20px;border-radius:10px;background:#3b56c9;color:#fff;text-decoration:none">${words.action.label}</a></p>
<p style="margin:0 0 16px;font-size:14px;color:#5b6270">If the button does not work, open this address:<br>${words.action.link}</p>`
    : ''
}
<p style="margin:0;font-size:14px;color:#5b6270">${words.closing}</p>
</div></body></html>`
  return { channel: 'email', to, subject: words.subject, text, html: body.toString() }
}

const ignore = 'If you did not ask for this, you can ignore this message; nothing happens without the link.'

/** The name is not in it: whoever typed the address may have written anything there. */
export function confirmAddress(to: string, brand: string, link: string): Message {
  return mailOf(to, brand, {
    subject: `Confirm your address for ${brand}`,
    greeting: 'Hello,',
    lines: [
      `please confirm that this address is yours. Your ${brand} account is made once you do. The link works for one day.`,
    ],
    action: { label: 'Confirm my address', link },
    closing: ignore,
  })
}

export function alreadyRegistered(to: string, brand: string, full_name: string, login: string): Message {
  return mailOf(to, brand, {
    subject: `You already have a ${brand} account`,
    greeting: `Hello ${full_name || 'there'},`,
    lines: [
      `somebody, perhaps you, tried to create a ${brand} account with this address. You already have one, so nothing was changed.`,
      'Sign in as usual. If you forgot your password, choose “Forgot your password?” there.',
    ],
    action: { label: 'Sign in', link: login },
    closing: 'If this was not you, there is nothing to do.',
  })
}

export function resetPassword(to: string, brand: string, full_name: string, link: string): Message {
  return mailOf(to, brand, {
    subject: `Set a new password for ${brand}`,
    greeting: `Hello ${full_name || 'there'},`,
    lines: ['choose a new password with the link below. It works for one hour and only once.'],
    action: { label: 'Set a new password', link },
    closing: ignore,
  })
}

export function passwordChanged(to: string, brand: string, full_name: string, forgot: string): Message {
  return mailOf(to, brand, {
    subject: `Your ${brand} password was changed`,
    greeting: `Hello ${full_name || 'there'},`,
    lines: ['your password was just changed, and you were signed out on your other devices.'],
    action: { label: 'This wasn’t me', link: forgot },
    closing: 'If you changed it yourself, there is nothing to do.',
  })
}
