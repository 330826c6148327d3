import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'
import type { Route } from '../../../packages/warder/src/http/router.ts'
import type { Known } from './area.ts'

const namespace = 'late-area'
const helper = join(import.meta.dirname, 'area.ts')

/**
 * Puts the table of routes into the bundle as data, and the code behind it into parts that are loaded with the first call of one of
 * their rows. What `routes.ts` imports are the areas; nothing else has to say so.
 *
 * @param routes the file of the whole table
 */
export const lateAreas = (routes: string): Plugin => ({
  name: namespace,
  setup(bundler) {
    bundler.onResolve({ filter: /^\./ }, ({ path, kind, importer }) =>
      importer === routes && kind === 'import-statement' ? { path, namespace } : undefined,
    )
    bundler.onLoad({ filter: /.*/, namespace }, async ({ path }) => ({
      contents: await tablesOf(path, dirname(routes)),
      loader: 'js',
      resolveDir: dirname(routes),
    }))
  },
})

/** The module that stands for an area: every table that it exports, under the same name. */
async function tablesOf(path: string, folder: string): Promise<string> {
  const area = (await import(pathToFileURL(join(folder, path)).href)) as Record<string, unknown>
  const tables = Object.entries(area).flatMap(([name, value]) => {
    if (!isTable(value)) return []
    const load = `async () => (await import(${JSON.stringify(path)})).${name}`
    return [`export const ${name} = lateArea(${load}, ${JSON.stringify(value.map(knownOf))})`]
  })
  return [`import { lateArea } from ${JSON.stringify(helper)}`, ...tables].join('\n')
}

function isTable(value: unknown): value is readonly Route[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((row: object) => 'run' in row && 'guard' in row)
  )
}

/** Written as JSON, a row is what is no function of it. */
function knownOf(row: Route): Known {
  return {
    row,
    late: Object.entries(row).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])),
  }
}
