import { SamlRefused } from '../refused.ts'
import { namespaces, type Namespace } from './namespaces.ts'

/** An element as it was read. Text between tags is a string in `children`. */
export type XmlElement = {
  prefix: string
  local: string
  /** Empty for an element in no namespace. */
  namespace: string
  attributes: readonly XmlAttribute[]
  children: (XmlElement | string)[]
  /** Every namespace in force here, by its prefix; the default one by the empty prefix. */
  scope: ReadonlyMap<string, string>
}

export type XmlAttribute = { prefix: string; local: string; namespace: string; value: string }

export const isElement = (node: XmlElement | string): node is XmlElement => typeof node !== 'string'

export const elementsIn = ({ children }: XmlElement): XmlElement[] => children.filter(isElement)

export function isNamed(element: XmlElement, namespace: Namespace, local: string): boolean {
  return element.local === local && element.namespace === namespaces[namespace]
}

/** The children of a name. What stands deeper is never looked for: that is how wrapped messages are believed. */
export function childrenOf(element: XmlElement, namespace: Namespace, local: string): XmlElement[] {
  return elementsIn(element).filter((child) => isNamed(child, namespace, local))
}

/** The one child of a name, or none. @throws SamlRefused `repeated` */
export function childOf(element: XmlElement, namespace: Namespace, local: string): XmlElement | undefined {
  const [first, ...more] = childrenOf(element, namespace, local)
  if (more.length > 0) throw new SamlRefused('repeated')
  return first
}

/** @throws SamlRefused `incomplete` or `repeated` */
export function requiredChild(element: XmlElement, namespace: Namespace, local: string): XmlElement {
  const found = childOf(element, namespace, local)
  if (!found) throw new SamlRefused('incomplete')
  return found
}

/** An attribute without a prefix. */
export function attribute({ attributes }: XmlElement, name: string): string | undefined {
  return attributes.find(({ local, namespace }) => local === name && namespace === '')?.value
}

/** @throws SamlRefused `incomplete` */
export function requiredAttribute(element: XmlElement, name: string): string {
  const value = attribute(element, name)
  if (value === undefined || value === '') throw new SamlRefused('incomplete')
  return value
}

/**
 * What stands in an element that has text alone, without the space around it: as much as is space in XML (XML 1.0 §2.3). Anything else that
 * looks like it is a part of a name, or two names would be one person.
 *
 * @throws SamlRefused `nested`
 */
export function textOf({ children }: XmlElement): string {
  const text = children
    .map((node) => {
      if (isElement(node)) throw new SamlRefused('nested')
      return node
    })
    .join('')
  // By hand: an expression for the space at an end looks through the space in the middle again and again.
  let from = 0
  let to = text.length
  while (from < to && isSpace(text[from])) from++
  while (from < to && isSpace(text[to - 1])) to--
  return text.slice(from, to)
}

const isSpace = (character: string | undefined) =>
  character === ' ' || character === '\n' || character === '\t' || character === '\r'

/** An element and everything in it, in the order of the document. */
export function* everyElement(element: XmlElement): Generator<XmlElement> {
  yield element
  for (const child of elementsIn(element)) yield* everyElement(child)
}

/** @throws SamlRefused `encoding` for what is no base64, which Node would read as far as it is */
export function bytesOf(element: XmlElement): Buffer {
  const text = textOf(element).replace(/[\t\n\r ]/g, '')
  if (text === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw new SamlRefused('encoding')
  return Buffer.from(text, 'base64')
}
