import type { Seconds } from '@warder/protocol'
import { html, outside, safeHref, type Html } from './html.ts'
import { icon } from './icons.ts'
import { brandMark, page, type Frame } from './layout.ts'
import { notice } from './notice.ts'
import { time } from './times.ts'

export type InboxMail = {
  id: string
  channel: 'email' | 'sms'
  to: string
  subject: string
  text: string
  links: readonly string[]
  codes: readonly string[]
  sent_at: Seconds
}

export type DevInboxView = Frame & { mails: readonly InboxMail[]; now: Seconds }

/** `/dev/inbox`: every message that would have left this machine, newest first. */
export function devInboxPage(view: DevInboxView): string {
  const newestFirst = view.mails.toSorted((one, other) => other.sent_at - one.sent_at)

  return page(
    { title: 'Development inbox', brand: view.brand, lang: view.lang },
    html`<header class="top">
        ${brandMark(view)}<a class="button small" href="/dev/inbox">Look again</a>
      </header>
      <main class="column">
        <div class="lead">
          <h1>Development inbox</h1>
          <p class="soft">Messages end here and never leave this machine.</p>
        </div>
        ${notice('warn', 'Development only. This page does not exist in production.')}
        ${newestFirst.map((mail) => message(mail, view.now))}
        ${newestFirst.length === 0 && html`<p class="card pad soft">Nothing yet. Register or ask for a link, then look again.</p>`}
      </main>`,
  )
}

function message(mail: InboxMail, now: Seconds): Html {
  return html`<article class="card mail">
    <header class="row">
      <span class="glyph">${icon(mail.channel === 'sms' ? 'phone' : 'mail')}</span>
      <div>
        <h2>${outside(mail.subject || 'Text message')}</h2>
        <small>to ${outside(mail.to)} · ${time(mail.sent_at, now)}</small>
      </div>
    </header>
    <p class="text" dir="auto">${mail.text}</p>
    ${mail.codes.length > 0 && html`<p class="codes">${mail.codes.map((code) => html`<code>${code}</code>`)}</p>`}
    ${
      mail.links.length > 0 &&
      html`<ul class="found">
        ${mail.links.map((link) => html`<li>${foundLink(link)}</li>`)}
      </ul>`
    }
  </article>`
}

function foundLink(link: string): Html {
  const href = safeHref(link)
  return href ? html`<a href="${href}">${link}</a>` : html`${link}`
}
