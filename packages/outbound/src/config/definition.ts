import { findPreset, presetNames } from '../presets/index.ts'
import type { ValuesOf } from './fields/field.ts'
import { join, readFields } from './fields/read.ts'
import type { Place, Report } from './problem.ts'
import { treeOfData, type Entry, type Tree } from './tree.ts'
import { bindingFields } from './types/parts.ts'
import { credentialTypeNames, credentialTypes, type CredentialType } from './types/table.ts'
import { checkTogether } from './types/together.ts'
import { variablesIn } from './variables.ts'

/** A credential as its type describes it. */
export type Described = {
  [T in CredentialType]: { type: T } & ValuesOf<(typeof credentialTypes)[T]>
}[CredentialType]

export type Binding = ValuesOf<typeof bindingFields>

/** A credential of the file: what it is, where it may go, and where it stands. */
export type Definition = { name: string; at: Place; described: Described; binding: Binding }

/** Reads a credential, with what its provider is known to want. Undefined when something is wrong, which is reported. */
export function readDefinition(
  tree: Tree,
  path: string,
  report: Report,
): Omit<Definition, 'name'> | undefined {
  const read = readPart(tree, path, report)
  if (read && read.binding.baseUrl === undefined && (read.binding.origins ?? []).length === 0)
    return report(tree.at, path, 'may go nowhere', 'Add baseUrl, or origins: [https://api.example.com]')
  return read
}

function readPart(tree: Tree, path: string, report: Report): Omit<Definition, 'name'> | undefined {
  const before = { wrong: false }
  const noted: Report = (...problem) => {
    before.wrong = true
    return report(...problem)
  }
  if (tree.kind !== 'map') return report(tree.at, path, 'describes no credential', 'Write type: or use: …')
  const whole = withPreset(tree, path, noted)
  const type = whole && typeOf(whole, path, noted)
  if (!whole || !type) return undefined
  const fields = { ...bindingFields, ...credentialTypes[type], type: typeField }
  const values = readFields(whole, fields, path, noted, readNested)
  checkVariables(whole, values.variables ?? {}, path, noted)
  if (before.wrong) return undefined
  // Read by the fields of this very type, without a problem.
  const described = { ...values, type } as unknown as Described
  checkTogether(described, (field, problem, remedy) =>
    noted(placeOf(whole, field), join(path, field), problem, remedy),
  )
  return before.wrong ? undefined : { at: tree.at, described, binding: values }
}

/** Where a field stands, or what it is missing in. */
function placeOf(tree: Tree, field: string): Place {
  const [name = '', ...rest] = field.split('.')
  const part = tree.kind === 'map' ? tree.entries.get(name)?.value : undefined
  if (!part) return tree.at
  return rest.length > 0 ? placeOf(part, rest.join('.')) : part.at
}

/** What stands within another credential has no place of its own to go. */
function readNested(tree: Tree, path: string, report: Report): Described | undefined {
  if (tree.kind === 'map')
    for (const name of ['baseUrl', 'origins', 'paths', 'methods', 'headers'])
      if (tree.entries.has(name))
        report(
          tree.entries.get(name)?.at ?? tree.at,
          join(path, name),
          'has no meaning here',
          'Set it outside',
        )
  return readPart(tree, path, report)?.described
}

const typeField = { kind: 'choice', of: credentialTypeNames, help: 'what it is' } as const

function typeOf(
  tree: Extract<Tree, { kind: 'map' }>,
  path: string,
  report: Report,
): CredentialType | undefined {
  const entry = tree.entries.get('type')
  const text = entry?.value.kind === 'text' ? entry.value.text : undefined
  const found = credentialTypeNames.find((name) => name === text)
  if (!found)
    report(
      entry?.at ?? tree.at,
      join(path, 'type'),
      entry ? 'is none of the types' : 'is missing',
      `Write ${credentialTypeNames.join(', ')}`,
    )
  return found
}

type Mapped = Extract<Tree, { kind: 'map' }>

/** What the provider is known to want, under what the file says. */
function withPreset(tree: Mapped, path: string, report: Report): Mapped | undefined {
  const use = tree.entries.get('use')
  if (!use || use.value.kind !== 'text') return tree
  const preset = findPreset(use.value.text)
  if (!preset) {
    report(
      use.value.at,
      join(path, 'use'),
      'is no provider that is known',
      `Known: ${presetNames.join(', ')}. Others are described by their addresses`,
    )
    return undefined
  }
  const ways = Object.keys(preset.ways)
  const own = tree.entries.get('type')
  const type = own?.value.kind === 'text' ? own.value.text : (ways[0] ?? '')
  const way = Object.hasOwn(preset.ways, type) ? preset.ways[type] : undefined
  // Another type than those that the provider is known for has its addresses all the same.
  const known = treeOfData({ ...preset.base, ...way, type }, use.at)
  if (known.kind !== 'map') return tree
  return { ...tree, entries: merged(known.entries, tree.entries) }
}

/** Maps are put together one level deep: a header or a variable more leaves the others. */
function merged(under: ReadonlyMap<string, Entry>, over: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const both = new Map(under)
  for (const [name, entry] of over) {
    const before = under.get(name)?.value
    const { value } = entry
    const whole =
      before?.kind === 'map' && value.kind === 'map'
        ? { ...value, entries: new Map([...before.entries, ...value.entries]) }
        : value
    both.set(name, { at: entry.at, value: whole })
  }
  return both
}

/** Every `{name}` of an address is written out in `variables`. */
function checkVariables(tree: Mapped, variables: object, path: string, report: Report): void {
  const known = Object.keys(variables)
  const visit = (part: Tree, at: string): void => {
    if (part.kind === 'list') for (const [index, item] of part.items.entries()) visit(item, `${at}[${index}]`)
    if (part.kind !== 'text') return
    for (const name of variablesIn(part.text))
      if (!known.includes(name))
        report(part.at, at, `has the variable {${name}}`, `Write variables: { ${name}: … }`)
  }
  for (const name of addressFields) {
    const entry = tree.entries.get(name)
    if (entry) visit(entry.value, join(path, name))
  }
}

const addressFields = [
  'baseUrl',
  'origins',
  'issuer',
  'tokenEndpoint',
  'authorizationEndpoint',
  'deviceAuthorizationEndpoint',
  'revocationEndpoint',
  'authorityHost',
]
