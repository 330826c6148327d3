import { insist } from '../refused.ts'
import { namespaces } from './namespaces.ts'
import { elementsIn, isElement, type XmlAttribute, type XmlElement } from './element.ts'

export type Canonical = {
  /** Prefixes that are written wherever they are in force (`InclusiveNamespaces`). */
  inclusive?: readonly string[]
  /** A child that is left out, with all that is in it: the signature in what it signs. */
  without?: XmlElement
}

/** Exclusive XML Canonicalization 1.0, of an element that was read without comments. */
export function canonical(element: XmlElement, { inclusive = [], without }: Canonical = {}): string {
  return written(element, inclusive, without, new Map())
}

function written(
  element: XmlElement,
  inclusive: readonly string[],
  without: XmlElement | undefined,
  outer: ReadonlyMap<string, string>,
): string {
  const declared = declarations(element, inclusive, outer)
  const inner = declared.length === 0 ? outer : new Map([...outer, ...declared])
  const name = qualified(element)
  const spaces = declared.map(
    ([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${inAttribute(uri)}"`,
  )
  const attributes = element.attributes
    .toSorted((a, b) => compare(a.namespace, b.namespace) || compare(a.local, b.local))
    .map((one) => ` ${qualified(one)}="${inAttribute(one.value)}"`)
  const children = element.children.map((child) => {
    if (child === without) return ''
    return isElement(child) ? written(child, inclusive, undefined, inner) : inText(child)
  })
  return `<${name}${spaces.join('')}${attributes.join('')}>${children.join('')}</${name}>`
}

/** Of the namespaces that the element itself uses, those that are not in force already where it is written (§3). */
function declarations(
  { prefix, attributes, scope }: XmlElement,
  inclusive: readonly string[],
  outer: ReadonlyMap<string, string>,
): [prefix: string, uri: string][] {
  const own = [prefix, ...attributes.map((one) => one.prefix).filter((one) => one !== '')]
  const used = new Set([...own, ...inclusive.map((one) => (one === '#default' ? '' : one))])
  return [...used]
    .filter((one) => one !== 'xml' && (one === '' || scope.has(one)))
    .map((one): [string, string] => [one, scope.get(one) ?? ''])
    .filter(([one, uri]) => (outer.get(one) ?? '') !== uri)
    .toSorted(([a], [b]) => compare(a, b))
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b)

const qualified = ({ prefix, local }: Pick<XmlAttribute, 'prefix' | 'local'>): string =>
  prefix === '' ? local : `${prefix}:${local}`

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

/** Canonical XML 1.0 §2.3. */
const inText = (text: string) => text.replace(/[&<>\r]/g, (character) => escapes[character] ?? '')

/** The same for what stands in quotation marks. Also how we write our own messages. */
export const inAttribute = (text: string) =>
  text.replace(/[&<"\t\n\r]/g, (character) => escapes[character] ?? '')

/** The prefixes that a canonicalization or a transform names besides (Exclusive XML Canonicalization 1.0 §4). */
export function inclusivePrefixes(method: XmlElement): string[] {
  const [list] = elementsIn(method).filter(
    ({ local, namespace }) => local === 'InclusiveNamespaces' && namespace === namespaces.c14n,
  )
  const prefixes = list?.attributes.find(({ local }) => local === 'PrefixList')?.value ?? ''
  const named = [...new Set(prefixes.split(/\s+/).filter(Boolean))]
  // Each is looked for at every element, before anybody knows who wrote the list.
  insist(named.length <= mostPrefixes, 'too_long')
  return named
}

const mostPrefixes = 40
