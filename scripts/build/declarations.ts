import { globSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const importedPath = /\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g

/** Removes the declarations that no importer of `entry` can reach: they describe the inside, and what is inlined. */
export function keepReachable(folder: string, entry: string): void {
  const reached = new Set<string>()
  const visit = (file: string): void => {
    if (reached.has(file)) return
    reached.add(file)
    for (const [, path = ''] of readFileSync(join(folder, file), 'utf8').matchAll(importedPath)) {
      visit(join(dirname(file), path.replace(/\.[jt]s$/, '.d.ts')))
    }
  }
  visit(entry)
  for (const file of globSync('**/*.d.ts', { cwd: folder })) {
    if (!reached.has(file)) rmSync(join(folder, file))
  }
  removeEmptyFolders(folder)
}

/** Deepest first, so that a folder of empty folders goes too. */
function removeEmptyFolders(folder: string): void {
  const folders = globSync('**/*', { cwd: folder, withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  const paths = folders.map((entry) => join(entry.parentPath, entry.name))
  for (const path of paths.toSorted((a, b) => b.length - a.length)) {
    if (globSync('*', { cwd: path }).length === 0) rmSync(path, { recursive: true })
  }
}
