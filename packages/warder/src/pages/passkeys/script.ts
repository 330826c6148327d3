import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { html, type Html } from '../html.ts'

const js = readFileSync(new URL('./script.js', import.meta.url), 'utf8')
const fingerprint = createHash('sha256').update(js).digest('hex').slice(0, 12)

/** What pages do with passkeys; its sources are `packages/browser`. Its path changes with its content. */
export const passkeyScript = { path: `/assets/passkeys.${fingerprint}.js`, js } as const

/** Stands in the head, so that it comes with the stylesheet; a module runs when the page is there. */
export function passkeyScriptTag(): Html {
  return html`<script type="module" src="${passkeyScript.path}"></script>`
}
