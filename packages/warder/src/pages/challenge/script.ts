import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const js = readFileSync(new URL('./solve.js', import.meta.url), 'utf8')
const fingerprint = createHash('sha256').update(js).digest('hex').slice(0, 12)

/** The one script there is, on forms that ask for a little work. Its path changes with its content. */
export const challengeScript = { path: `/assets/challenge.${fingerprint}.js`, js } as const
