import { loadConfig, type Loaded, type LoadInput } from '../../packages/warder/src/config/load.ts'
import { problemLine } from '../../packages/warder/src/config/problem.ts'

/** A key nobody else has; not random, so that a failing test can be repeated. */
export const key = 'p0cUvG7hXn2sJ4qLr9tWzB1dYk6mEa8iHo3fQxRVCMw'

/** Files in memory, each with its content and, where it matters, its permission bits. */
export const files = (
  contents: Record<string, string>,
  modes: Record<string, number> = {},
): NonNullable<LoadInput['files']> => ({
  read(path) {
    const content = contents[path]
    if (content === undefined) throw new Error(`there is no ${path}`)
    return content
  },
  mode(path) {
    const mode = modes[path]
    if (mode === undefined) throw new Error(`there is no ${path}`)
    return mode
  },
})

/** Loads with a key, in a directory that does not exist, without a disk. */
export function load(input: Partial<LoadInput> = {}): Promise<Loaded> {
  return loadConfig({ cwd: '/srv', files: files({}), ...input, env: { WARDER_SECRET: key, ...input.env } })
}

export async function config(input: Partial<LoadInput> = {}) {
  const loaded = await load(input)
  if (loaded.ok) return loaded.config
  throw new Error(lines(loaded).join('\n'))
}

export function lines(loaded: Loaded): string[] {
  return loaded.ok ? [] : loaded.problems.map(problemLine)
}
