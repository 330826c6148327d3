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
  const { inbox } = view.words.messages
  const newestFirst = view.mails.toSorted((one, other) => other.sent_at - one.sent_at)

  return page(
    { title: inbox.title, brand: view.brand, words: view.words },
    html`<header class="top">
        ${brandMark(view)}<a class="button small" href="/dev/inbox">${inbox.again}</a>
      </header>
      <main class="column">
        <div class="lead">
          <h1>${inbox.title}</h1>
          <p class="soft">${inbox.lead}</p>
        </div>
        ${notice('warn', inbox.warning)}
        ${newestFirst.map((mail) => message(view, mail))}
        ${newestFirst.length === 0 && html`<p class="card pad soft">${inbox.none}</p>`}
      </main>`,
  )
}

function message({ words, now }: DevInboxView, mail: InboxMail): Html {
  const { inbox } = words.messages
  return html`<article class="card mail">
    <header class="row">
      <span class="glyph">${icon(mail.channel === 'sms' ? 'phone' : 'mail')}</span>
      <div>
        <h2>${outside(mail.subject || inbox.text)}</h2>
        <small>${inbox.to(mail.to)} · ${time(mail.sent_at, now, words)}</small>
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
