import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** What people read who do not know Warder yet. */
export const documents: readonly string[] = globSync(
  ['*.md', 'docs/*.md', 'packages/*/README.md', 'examples/*.md'],
  { cwd: root },
).toSorted()

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

export type Block = {
  language: string
  code: string
  /** `docs/guard.md:27`, of the line above it. */
  name: string
}

/** The blocks of code of all documents. */
export const blocks: readonly Block[] = documents.flatMap((file) => {
  const text = textOf(file)
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: code = '', index }) => {
    const line = text.slice(0, index).split('\n').length
    return { language, code, name: `${file}:${line}` }
  })
})

export const inLanguage = (...languages: readonly string[]): Block[] =>
  blocks.filter(({ language }) => languages.includes(language))
