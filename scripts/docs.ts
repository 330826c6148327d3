/** `npm run docs` writes the pages that are made from the code. test/shape/documents.test.ts tells when it is due. */
import { writeFileSync } from 'node:fs'
import { generatedPages } from './docs/pages.ts'

for (const [file, make] of generatedPages) {
  writeFileSync(file, await make())
  console.log(file)
}
