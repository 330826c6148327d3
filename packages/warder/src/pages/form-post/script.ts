import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const js = readFileSync(new URL('./send.js', import.meta.url), 'utf8')
const fingerprint = createHash('sha256').update(js).digest('hex').slice(0, 12)

/** Sends a form that leads back to an application. Its path changes with its content. */
export const formPostScript = { path: `/assets/back.${fingerprint}.js`, js } as const
