/** `npm run pages` writes the script of the hosted pages from its sources. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pageScript, pageScriptPath } from './build/browser.ts'

const root = join(import.meta.dirname, '..')
writeFileSync(join(root, pageScriptPath), await pageScript(root))
