import type { Definition } from './definition.ts'
import type { ValuesOf } from './fields/field.ts'
import type { topFields } from './types/top.ts'

export type ProxyConfig = ValuesOf<typeof topFields.proxy.fields>

/** A configuration file, as it was read. */
export type Config = {
  file: string
  folder: string
  store: ValuesOf<typeof topFields.store.fields>
  definitions: ReadonlyMap<string, Definition>
  proxy: ProxyConfig | undefined
}

/**
 * Reads a configuration file, YAML or JSON.
 *
 * @throws OutboundError CONFIG_INVALID with every problem: its file, line, column and field, and never a value
 */
export async function loadConfig(path: string): Promise<Config> {
  const { readFileAt } = await import('./read.ts')
  return readFileAt(path)
}

/** The same of a text. @param file that it is said to stand in */
export async function readConfig(source: string, file: string): Promise<Config> {
  const { readText } = await import('./read.ts')
  return readText(source, file)
}
