import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeMachine } from '../harness/machine.ts'
import { root } from '../harness/paths.ts'
import type { Settings } from '../harness/settings.ts'
import { versions } from './versions.ts'

/** What a row found: a table whose first line is its head, and sentences below it. */
export type Findings = { table: readonly (readonly string[])[]; notes: readonly string[] }

/** A Markdown table: the first column is text, the others are figures. */
export function markdownTable(table: readonly (readonly string[])[]): string {
  const [head, ...lines] = table
  if (!head) return ''
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'))
  return [line(head), line(rule), ...lines.map(line)].join('\n')
}

/** Shows the findings and writes them to `bench/results/ROW.md`. */
export function report(row: { name: string; says: string }, findings: Findings, settings: Settings): void {
  const { rounds, seconds, warmup, connections } = settings
  const page = `# ${row.name}

${row.says}

${markdownTable(findings.table)}

${findings.notes.map((note) => `- ${note}`).join('\n')}
- ${versions()}
- ${describeMachine()}, ${new Date().toISOString().slice(0, 10)}.
- \`npm run bench -- ${row.name} --rounds ${rounds} --seconds ${seconds} --warmup ${warmup} --connections ${connections}\`
`
  const folder = join(root, 'bench', 'results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${row.name}.md`), page)
  console.log(page)
}
