import { settingRows } from '../../packages/warder/src/config/settings.ts'
import { generated, mono, table } from './table.ts'

/** docs/configuration.md: every setting, wherever it may be given. */
export function configurationPage(): string {
  const rows = settingRows.map((row) => [
    row.not_in_file ? '' : mono(row.name),
    row.env === undefined ? '' : mono(row.env),
    row.flag === undefined ? '' : mono(row.flag),
    row.kind.label,
    row.default === undefined ? (row.otherwise ?? '') : mono(row.default) + otherwise(row.otherwise),
    row.help + (row.secret ? ' (secret: never printed)' : ''),
  ])
  return `${generated}

# Configuration

A flag beats the environment, which beats the file (\`--config\`, YAML or JSON; a dot in a name is a level of nesting).
Every variable \`X\` may be given as \`X_FILE\` instead, the path of a file that holds the value. Unknown names are
refused. A duration is a number of seconds, or a number with its unit: \`90\`, \`10m\`, \`12h\`, \`30d\`. Everything that
is wrong is listed at once, and \`warder doctor\` prints the same list without starting.

${table(['in the file', 'environment', 'flag', 'value', 'default', 'what it is'], rows)}
`
}

/** What a value that is empty by default means, where the table of settings says it. */
const otherwise = (words: string | undefined): string => (words === undefined ? '' : ` (${words})`)
