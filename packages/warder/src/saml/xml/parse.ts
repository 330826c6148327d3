import { insist } from '../refused.ts'
import { everyElement, type XmlAttribute, type XmlElement } from './element.ts'
import { namespaces } from './namespaces.ts'

/** CONTRACT: 256 KiB, in characters. */
export const longest = 256 * 1024
const deepest = 40
const mostElements = 5000
const mostAttributes = 40
/** Namespaces in force at one place: each element that declares one has all of them. */
const mostNamespaces = 60

/** More than a message needs is not read: nothing can be hidden from one reader in what another does not know. */
const forbidden: readonly (readonly [reason: string, form: RegExp])[] = [
  ['comment', /<!--/],
  ['cdata', /<!\[CDATA\[/],
  ['doctype', /<!/],
  ['instruction', /<\?/],
  // Extensible Markup Language (XML) 1.0 §2.2.
  ['character', /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u],
]

const declaration =
  /^<\?xml\s+version\s*=\s*["']1\.0["'](?:\s+encoding\s*=\s*["']utf-?8["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>/i
const name = '(?:([A-Za-z_][\\w.-]*):)?([A-Za-z_][\\w.-]*)'
const openTag = new RegExp(`<${name}`, 'y')
const closeTag = new RegExp(`</${name}\\s*>`, 'y')
const tagEnd = /\s*(\/?)>/y
const attributeForm = new RegExp(`\\s+${name}\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y')
const textForm = /[^<]+/y

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'
const outermost: ReadonlyMap<string, string> = new Map([['xml', xmlNamespace]])

/**
 * Reads an XML document without a document type, comments, CDATA sections and processing instructions, and with names of ASCII
 * letters: as much as identity providers write. Everything else is refused by its name, before anything is read.
 *
 * @throws SamlRefused
 */
export function parseXml(document: string): XmlElement {
  insist(document.length <= longest, 'too_long')
  // XML 1.0 §2.11: lines end one way.
  const text = document
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(declaration, '')
  for (const [reason, form] of forbidden) insist(!form.test(text), reason)

  const open: XmlElement[] = []
  let root: XmlElement | undefined
  let elements = 0
  let at = 0
  const take = (form: RegExp): RegExpExecArray | undefined => {
    form.lastIndex = at
    const found = form.exec(text)
    if (found) at = form.lastIndex
    return found ?? undefined
  }
  while (at < text.length) {
    const parent = open.at(-1)
    const characters = take(textForm)?.[0]
    if (characters !== undefined) {
      if (parent) parent.children.push(decoded(characters, 'text'))
      else insist(/^[\t\n ]*$/.test(characters), 'malformed')
      continue
    }
    const closing = take(closeTag)
    if (closing) {
      const [, prefix = '', local] = closing
      insist(parent !== undefined && parent.prefix === prefix && parent.local === local, 'malformed')
      open.pop()
      continue
    }
    const opening = take(openTag)
    insist(opening !== undefined && (parent !== undefined || root === undefined), 'malformed')
    insist(++elements <= mostElements && open.length < deepest, 'too_deep')
    const written: Written[] = []
    for (let found = take(attributeForm); found; found = take(attributeForm)) {
      insist(written.length < mostAttributes, 'too_long')
      const [, prefix = '', local = '', double, single] = found
      written.push({ prefix, local, value: decoded(double ?? single ?? '', 'attribute') })
    }
    const end = take(tagEnd)
    insist(end !== undefined, 'malformed')
    const [, prefix = '', local = ''] = opening
    const element = elementOf(prefix, local, written, parent?.scope ?? outermost)
    if (parent) parent.children.push(element)
    root ??= element
    if (end[1] === '') open.push(element)
  }
  insist(root !== undefined && open.length === 0, 'malformed')
  refuseOddIds(root)
  return root
}

type Written = { prefix: string; local: string; value: string }

const isDeclaration = ({ prefix, local }: Written) =>
  prefix === 'xmlns' || (prefix === '' && local === 'xmlns')

/** Namespaces in XML 1.0 §3, §5 and §6. */
function elementOf(
  prefix: string,
  local: string,
  written: readonly Written[],
  outer: ReadonlyMap<string, string>,
): XmlElement {
  const declared = written
    .filter(isDeclaration)
    .map(({ prefix: kind, local: name, value }) => [kind === '' ? '' : name, value] as const)
  for (const [name, uri] of declared)
    insist(
      name !== 'xml' && name !== 'xmlns' && uri !== xmlNamespace && (name === '' || uri !== ''),
      'namespace',
    )
  insist(new Set(declared.map(([name]) => name)).size === declared.length, 'repeated')
  const scope = declared.length === 0 ? outer : new Map([...outer, ...declared])
  insist(scope.size <= mostNamespaces, 'too_long')

  const namespaceOf = (used: string): string => {
    const uri = scope.get(used)
    insist(uri !== undefined || used === '', 'namespace')
    return uri ?? ''
  }
  const attributes = written
    .filter((one) => !isDeclaration(one))
    // An attribute without a prefix is in no namespace, whatever the default one is.
    .map((one): XmlAttribute => ({ ...one, namespace: one.prefix === '' ? '' : namespaceOf(one.prefix) }))
  insist(
    new Set(attributes.map((one) => `${one.namespace} ${one.local}`)).size === attributes.length,
    'repeated',
  )
  return { prefix, local, namespace: namespaceOf(prefix), attributes, children: [], scope }
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** XML 1.0 §2.4, §3.3.3 and §4.1. There are no entities but the five that are always there. */
function decoded(text: string, place: 'text' | 'attribute'): string {
  insist(place === 'attribute' || !text.includes(']]>'), 'malformed')
  const plain = place === 'attribute' ? text.replace(/[\t\n]/g, ' ') : text
  return plain.replace(/&([^;&]{0,10});?/g, (reference, word: string) => {
    const [, decimal, hexadecimal] = /^#(?:(\d{1,7})|x([0-9A-Fa-f]{1,6}))$/.exec(word) ?? []
    const known = entities[word]
    const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
    const character = known ?? (isCharacter(code) ? String.fromCodePoint(code) : undefined)
    insist(character !== undefined && reference.endsWith(';'), 'malformed')
    return character
  })
}

/** XML 1.0 §2.2. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
}

/** What one reader takes for the id of an element, another may not: there is one way to write one, and none twice. */
function refuseOddIds(root: XmlElement): void {
  const seen = new Set<string>()
  for (const { namespace, attributes } of everyElement(root)) {
    const ofSaml =
      namespace === namespaces.saml || namespace === namespaces.samlp || namespace === namespaces.md
    for (const { local, namespace: of, value } of attributes) {
      if (local.toLowerCase() !== 'id') continue
      insist(of === '' && !(ofSaml && local !== 'ID') && !seen.has(value), 'id')
      seen.add(value)
    }
  }
}
