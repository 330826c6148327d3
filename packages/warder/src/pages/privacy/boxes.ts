import { attributes, html, outside, type Html } from '../html.ts'
import type { PageWords } from '../words/words.ts'

/** A document that somebody may agree to. */
export type ConsentBox = {
  /** Of the field. */
  name: string
  /** What the field sends where it is ticked. */
  version: string
  title: string
  /** Where it can be read. */
  url?: string | undefined
  /** Beside the box. */
  text: string
  required: boolean
  error?: string | undefined
}

/** One box for each document, and never ticked: whoever agrees does it. `focus` is the name of the one that has the focus. */
export function consentBoxes(words: PageWords, boxes: readonly ConsentBox[], focus?: string): Html {
  return html`${boxes.map((one) => box(words, one, one.name === focus))}`
}

function box(words: PageWords, view: ConsentBox, autofocus: boolean): Html {
  const { name, version, title, url, text, required, error } = view
  const input = attributes({
    type: 'checkbox',
    id: name,
    name,
    value: version,
    required,
    autofocus,
    'aria-invalid': error ? 'true' : undefined,
    'aria-describedby': error ? `${name}-error` : undefined,
  })
  return html`<div class="stack tight">
    <label class="check" for="${name}"><input${input}><span>${outside(text)}${!required && html` <small>${words.everyPage.optional}</small>`}</span></label>
    ${url !== undefined && html`<p class="hint">${documentLink(words, { title, version, url })}</p>`}
    ${error && html`<p class="error" id="${name}-error">${error}</p>`}
  </div>`
}

/** Opens beside the form, which keeps what was typed. */
export function documentLink(
  { everyPage }: PageWords,
  { title, version, url }: { title: string; version: string; url: string },
): Html {
  return html`<a href="${url}" target="_blank" rel="noopener noreferrer">${everyPage.readDocument(title, version)}</a>`
}
