import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const written = readFileSync(new URL('./warder.css', import.meta.url), 'utf8')
/** Without its comments and its indentation, a third of the bytes; no string of it holds either. */
const css = written.replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ')
const fingerprint = createHash('sha256').update(css).digest('hex').slice(0, 12)

/** The one stylesheet of all pages. Its path changes with its content, so it may be cached for ever. */
export const stylesheet = { path: `/assets/warder.${fingerprint}.css`, css } as const
