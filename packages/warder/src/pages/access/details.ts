import { html, outside, type Html } from '../html.ts'
import type { PageWords } from '../words/words.ts'

/** A permission finer than a scope, as a person reads it: what it is called, and each of its fields. */
export type ShownDetail = { title: string; fields: readonly { name: string; value: string }[] }

/** Names are those of the API, in words: `creditorName` is read as "creditor name". */
export function shownDetail({ type, ...fields }: { type: string; [field: string]: unknown }): ShownDetail {
  return {
    title: inWords(type.slice(type.lastIndexOf('/') + 1)),
    fields: Object.entries(fields).flatMap(([name, value]) => fieldsOf(inWords(name), value)),
  }
}

/** What is inside an object is told line by line, so that a sum stands beside its name and not inside braces. */
function fieldsOf(name: string, value: unknown): { name: string; value: string }[] {
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return [{ name, value: value.map(String).join(', ') }]
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([inner, one]: [string, unknown]) =>
      fieldsOf(Array.isArray(value) ? name : `${name}, ${inWords(inner)}`, one),
    )
  return [{ name, value: String(value) }]
}

const inWords = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()

/** The permissions on the consent page, for as long as what is allowed here. All of it is text from outside. */
export function detailList({ access }: PageWords, details: readonly ShownDetail[]): Html {
  if (details.length === 0) return html``
  const { heading, permission } = access.details
  return html`<div class="stack tight">
    <h2>${heading}</h2>
    ${details.map(
      ({ title, fields }) =>
        html`<dl class="facts">
          <div>
            <dt>${permission}</dt>
            <dd><b>${outside(title)}</b></dd>
          </div>
          ${fields.map(
            ({ name, value }) =>
              html`<div>
                <dt>${outside(name.charAt(0).toUpperCase() + name.slice(1))}</dt>
                <dd>${outside(value)}</dd>
              </div>`,
          )}
        </dl>`,
    )}
  </div>`
}
