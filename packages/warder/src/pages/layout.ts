import type { Brand } from '../brand/brand.ts'
import { paletteSheet } from '../brand/palette.ts'
import type { Locale } from '../config/config.ts'
import { html, outside, type Html, type Part } from './html.ts'
import { icon } from './icons.ts'
import { stylesheet } from './stylesheet.ts'
import type { PageWords } from './words/words.ts'

/** What every page may be told beside its own content. */
export type Frame = {
  /** Whose pages these are; Warder's own name when absent. */
  brand?: Brand | undefined
  /** What the page says, in the language of its reader. */
  words: PageWords
  /** The language that its address asks for, which its forms and links keep. */
  ui_locales?: Locale | undefined
}

/** What the house is called. */
export function brandName(frame: Pick<Frame, 'brand'>): string {
  return frame.brand?.name ?? 'Warder'
}

/** A whole document around a body, as text ready to send. */
export function page(view: Frame & { title: string; head?: Html | undefined }, body: Html): string {
  const { locale, dir } = view.words
  const { logo, palette } = view.brand ?? {}

  return html`<!doctype html>
    <html lang="${locale}" dir="${dir}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${view.title} · ${brandName(view)}</title>
        <link rel="icon" href="${logo ?? 'data:,'}" />
        <link rel="stylesheet" href="${stylesheet.path}" />
        ${palette && html`<link rel="stylesheet" href="${paletteSheet.path(palette)}" />`}
        ${view.head}
      </head>
      <body>
        ${body}
      </body>
    </html> `.toString()
}

export type Sheet = Frame & {
  title: string
  /** The heading, where it says more than the title. */
  heading?: Part | undefined
  lead?: Part | undefined
  /** A form came back: the title says so first. */
  failed?: boolean | undefined
  /** What else stands in the head of the document. */
  head?: Html | undefined
}

/** A page of one card, one question, one primary action. */
export function sheet(view: Sheet, body: Html): string {
  const title = view.failed ? view.words.everyPage.failed(view.title) : view.title

  return page(
    { title, brand: view.brand, words: view.words, head: view.head },
    html`<div class="centre">
      <main class="sheet">
        ${brandMark(view)}
        <div class="lead">
          <h1>${view.heading ?? view.title}</h1>
          ${view.lead && html`<p class="soft">${view.lead}</p>`}
        </div>
        ${body}
      </main>
    </div>`,
  )
}

/** The sign at the head of a page, with the name of whose it is. With `home` it leads there. */
export function brandMark(frame: Pick<Frame, 'brand'>, home?: string): Html {
  const logo = frame.brand?.logo
  const sign =
    logo === undefined
      ? html`<span class="mark">${icon('shield')}</span>${outside(brandName(frame))}`
      : html`<img src="${logo}" alt="${brandName(frame)}" height="40" />`
  return home === undefined
    ? html`<div class="brand">${sign}</div>`
    : html`<a class="brand" href="${home}">${sign}</a>`
}
