import { nothing, section } from '../account/layout.ts'
import { form, type Errors } from '../form.ts'
import { html, outside, type Html, type Part } from '../html.ts'
import { errorSummary, notice } from '../notice.ts'
import { consoleLayout, more, type ConsoleFrame, type ConsolePage } from './layout.ts'

// What is alike on pages of the console: a list of things, one of them in it, and the form that makes another.

type ListPage = ConsolePage & {
  heading: string
  rows: readonly Html[]
  /** What is read where there is none. */
  empty: string
  next_cursor: string | null
  /** Where the list goes on, where that is not `path`, and what it was asked for. */
  at?: string
  asked?: Record<string, string>
  /** Where another one is made, for whoever may. */
  add?: { href: string; label: string } | false
  /** How it is searched. */
  search?: Html
  /** The way back, where it is not a page of the menu. */
  back?: Html
}

/** A page with a list of things. */
export function listPage(view: ConsoleFrame, list: ListPage): string {
  const { heading, rows, empty, next_cursor, at = list.path, asked, add, search, back } = list
  return consoleLayout(
    view,
    list,
    html`${search}
    ${section(
      heading,
      html`${rows.length === 0 ? nothing(empty) : rows} ${more(at, next_cursor, asked)}
      ${add && html`<p class="pad"><a class="button small primary" href="${add.href}">${add.label}</a></p>`}`,
    )}
    ${back}`,
  )
}

type Line = {
  glyph: Html
  name: string
  tags?: Part
  /** A line of what is to be known of it at once. */
  about: Part
  /** Its own page, for whoever may open it. */
  href?: string | false
}

/** One thing of a list, which leads to its page. */
export function line({ glyph, name, tags, about, href }: Line): Html {
  return html`<div class="row">
    <span class="glyph" aria-hidden="true">${glyph}</span>
    <div><b>${outside(name)}</b> ${tags}<br /><small>${about}</small></div>
    ${href && html`<div class="tags"><a class="button small" href="${href}" aria-label="Open ${name}">Open</a></div>`}
  </div>`
}

/** A page with one form, which comes back with what was wrong. */
type Filled = ConsoleFrame & {
  errors: Errors<string>
  /** What concerns no field. */
  whole?: string | undefined
}

type FormPage = ConsolePage & {
  action: string
  fields: readonly Part[]
  back: { href: string; label: string }
  /** What stands below the form. */
  below?: Html
}

/** @param page where its form is sent, its fields with the button, and the way back */
export function formPage(view: Filled, page: FormPage): string {
  const { errors, whole, csrf } = view
  const { action, fields, back, below } = page
  const failed = whole !== undefined || Object.keys(errors).length > 0
  return consoleLayout(
    view,
    { ...page, failed },
    html`${whole !== undefined && notice('bad', whole)} ${errorSummary(view.words, errors)} ${form(action, { csrf }, fields)}
      ${below} ${backTo(back)}`,
  )
}

/** The way back. */
export function backTo({ href, label }: FormPage['back']): Html {
  return html`<p><a href="${href}">${label}</a></p>`
}

/** A button that leads to a page, such as one that asks first. */
export function toPage(href: string, label: string, danger = false): Html {
  return html`<div class="tags"><a class="button small${danger && ' danger'}" href="${href}">${label}</a></div>`
}
