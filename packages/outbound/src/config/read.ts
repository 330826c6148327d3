import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { OutboundError, type ConfigProblem } from '../errors.ts'
import { isMissing } from '../store/files/records.ts'
import { readDefinition, type Definition } from './definition.ts'
import type { ValuesOf } from './fields/field.ts'
import { readFields } from './fields/read.ts'
import type { Config } from './load.ts'
import { configError, type Report } from './problem.ts'
import { parseTree, type Tree } from './tree.ts'
import { topFields } from './types/top.ts'

export async function readFileAt(path: string): Promise<Config> {
  const file = resolve(path)
  const source = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new OutboundError(
      'CONFIG_INVALID',
      isMissing(cause) ? `there is no file ${path}` : `${path} cannot be read`,
      { hint: 'Make one with: warder outbound init', cause },
    )
  })
  return readText(source, file)
}

export async function readText(source: string, file: string): Promise<Config> {
  const problems: ConfigProblem[] = []
  const report: Report = (at, field, problem, remedy) => {
    problems.push({ ...at, field, problem, remedy })
    return undefined
  }
  const tree = await parseTree(source, { json: file.endsWith('.json') }, report)
  if (problems.length > 0) throw configError(basename(file), problems)
  const definitions = new Map<string, Definition>()
  const values = readFields(tree, topFields, '', report, (part, path, noted) => {
    const name = path.slice('credentials.'.length)
    if (!/^[a-zA-Z0-9][\w-]{0,63}$/.test(name))
      noted(part.at, path, 'is no name', 'Names are letters, digits, _ and -')
    const read = readDefinition(part, path, noted)
    if (read) definitions.set(name, { ...read, name })
    return read
  })
  if (values.version !== undefined && values.version !== '1')
    report(
      placeOf(tree, 'version'),
      'version',
      'is none that this program knows',
      'Write 1, or update this program',
    )
  checkNames(tree, values, definitions, report)
  if (problems.length > 0) throw configError(basename(file), problems)
  return { file, folder: dirname(file), store: values.store ?? {}, definitions, proxy: values.proxy }
}

const placeOf = (tree: Tree, name: string) =>
  (tree.kind === 'map' ? tree.entries.get(name)?.value.at : undefined) ?? tree.at

/** What the proxy allows is there. */
function checkNames(
  tree: Tree,
  { proxy }: ValuesOf<typeof topFields>,
  definitions: ReadonlyMap<string, Definition>,
  report: Report,
): void {
  for (const [client, { allow }] of Object.entries(proxy?.clients ?? {}))
    for (const [at, rule] of (allow ?? []).entries())
      if (rule.credential !== undefined && !definitions.has(rule.credential))
        report(
          placeOf(tree, 'proxy'),
          `proxy.clients.${client}.allow[${at}].credential`,
          'names no credential of this file',
          'Correct the name',
        )
}
