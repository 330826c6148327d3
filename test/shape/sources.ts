import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** The files a pattern names, from the root of the project. Tests are left out unless asked for. */
export function sources(pattern: string | string[], options: { tests?: boolean } = {}): string[] {
  const files = globSync(pattern, { exclude: ['**/node_modules/**', '**/dist/**'] })
  return files.filter((file) => options.tests || !file.endsWith('.test.ts')).toSorted()
}

export const read = (file: string): string => readFileSync(file, 'utf8')

/** The text of a file without its comments, which may speak of what the code may not do. */
export function code(file: string): string {
  return read(file)
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** `import … from 'x'`, `export … from 'x'`, `import 'x'` and `import('x')`. */
const statement =
  /^(?:import|export)\s+[\w*{][^'"=(]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm

/** What a file imports: paths from the root of the project for our own files, names for packages. */
export function importsOf(file: string): string[] {
  const found = code(file).matchAll(statement)
  return [...found].map(([, from, alone, dynamic]) => {
    const name = from ?? alone ?? dynamic ?? ''
    return name.startsWith('.') ? normalize(join(dirname(file), name)) : name
  })
}

/** `@warder/protocol` of `@warder/protocol/x`, `hono` of `hono/html`. */
export function packageOf(name: string): string {
  const [first = '', second = ''] = name.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}
