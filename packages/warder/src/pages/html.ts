import { html as template, raw } from 'hono/html'

/** Markup that is safe to send: made by `html`, never from outside text. It is marked as Hono marks its own. */
export type Html = string & { isEscaped: true }

/** What may stand in a template. Text and numbers are escaped, nothing is left out silently but false and undefined. */
export type Part = string | number | Html | false | undefined | readonly Part[]

/**
 * The template of every page. It escapes `& < > " '` in each value, so that text is safe between tags and
 * inside double quotes; attributes are therefore always quoted.
 */
export function html(strings: TemplateStringsArray, ...values: Part[]): Html {
  const made = template(strings, ...values)
  // Part admits no promise, so the template never has to wait for one.
  if (made instanceof Promise) throw new TypeError('a page is rendered at once, from plain values')
  return made
}

/** Markup with its text changed: what `change` may write is spaces and marks, never a tag. */
export const rewritten = (markup: Html, change: (text: string) => string): Html =>
  raw(change(markup.toString()))

/** Attributes with a leading space each. `true` is an attribute without value; `false` and `undefined` are absent. */
export function attributes(values: Record<string, string | number | boolean | undefined>): Html {
  const written = Object.entries(values).map(([name, value]) => {
    if (value === undefined || value === false) return ''
    return value === true ? html` ${name}` : html` ${name}="${value}"`
  })
  return html`${written}`
}

/** Text from people or applications, kept apart so that its writing direction does not turn the sentence around it. */
export function outside(text: string): Html {
  return html`<bdi>${text}</bdi>`
}

/**
 * A path of ours or a web address. Anything else (`javascript:`, `//host`) is undefined: escaping does not disarm it.
 * The URL parser decides, as browsers do: it drops tabs and takes a backslash for a slash.
 */
export function safeHref(href: string): string | undefined {
  if (href.startsWith('/')) return URL.parse(href, here)?.origin === here ? href : undefined
  const scheme = URL.parse(href)?.protocol
  return scheme === 'https:' || scheme === 'http:' ? href : undefined
}

/** Stands for our own origin, which a page need not know to tell whether a path leaves it. */
const here = 'https://here.invalid'
