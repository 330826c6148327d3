import type { Seconds } from '@warder/protocol'
import { day } from '../../../time.ts'
import { accept, duration, refuse, text, type Kind } from '../../kinds/kind.ts'
import type { ConfigProblem } from '../../problem.ts'
import type { SettingName, Values } from '../../settings.ts'

/** Something that people agree to: see docs/privacy.md. */
export type ConsentDocument = {
  id: string
  /** What they agreed to before another version holds no longer. */
  version: string
  /** On lists: "Terms of service". */
  title: string
  /** Where it can be read. */
  url?: string
  /** Beside the box that they tick. */
  text: string
  /** Without it nobody registers, and nobody is signed in. */
  required: boolean
}

const name = '[a-z0-9][a-z0-9_-]{0,59}'

export type NamedVersion = Pick<ConsentDocument, 'id' | 'version' | 'url'>

/** `terms@2027-01=https://acme.example/terms`, or without an address where there is nothing more to read. */
export const namedVersion: Kind<NamedVersion> = {
  label: 'document',
  parse(input) {
    const remedy = 'Write it like terms@2027-01=https://acme.example/terms'
    const form = new RegExp(`^(${name})@([A-Za-z0-9][A-Za-z0-9._-]{0,39})(?:=(\\S{1,1000}))?$`)
    const [, id, version, url] = form.exec(input) ?? []
    if (id === undefined || version === undefined) return refuse('is no document with its version', remedy)
    if (url === undefined) return accept({ id, version })
    return URL.parse(url)?.protocol === 'https:'
      ? accept({ id, version, url })
      : refuse('has no https address', remedy)
  },
}

export const documentName: Kind<string> = {
  label: 'document',
  parse: (input) =>
    new RegExp(`^${name}$`).test(input)
      ? accept(input)
      : refuse('is no name of a document', 'Use one of consents.documents'),
}

/** `terms=I agree to the terms; news=Send me news`: sentences have spaces, so a semicolon parts them. */
export const sentences: Kind<ReadonlyMap<string, string>> = {
  label: 'sentences',
  parse(input) {
    const found = new Map<string, string>()
    const line = text(4000).parse(input)
    if (!line.ok) return line
    for (const part of line.value.split(';').filter((one) => one.trim() !== '')) {
      const [, id, said] = new RegExp(`^\\s*(${name})=\\s*(\\S.{0,299}?)\\s*$`, 'u').exec(part) ?? []
      if (id === undefined || said === undefined)
        return refuse(
          'has a part without a document',
          'Write it like terms=I agree to the terms; news=Send me news',
        )
      found.set(id, said)
    }
    return accept(found)
  },
}

/** Nothing shorter than a month: a number without its unit would empty the audit. */
export const keeping: Kind<Seconds> = {
  label: 'duration',
  parse: (input) => (input === '0' ? accept(0) : duration(30 * day, 4000 * day).parse(input)),
}

/** The documents that the values mean together, in the order in which they are listed. */
export function documentsIn(values: Values): ConsentDocument[] {
  const texts = values['consents.texts']
  return (values['consents.documents'] ?? []).map((document) => {
    const title = titled(document.id)
    return {
      ...document,
      title,
      text: texts?.get(document.id) ?? `I agree to the ${title.toLowerCase()}`,
      required: values['consents.required']?.includes(document.id) === true,
    }
  })
}

function titled(id: string): string {
  const words = id.split(/[-_]+/).join(' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** What is said of a document that is not there, and documents of which nobody could tell which version holds. */
export function consentProblems(values: Values, read: (...names: SettingName[]) => boolean): ConfigProblem[] {
  if (!read('consents.documents', 'consents.required', 'consents.texts')) return []
  const ids = (values['consents.documents'] ?? []).map(({ id }) => id)
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at)
  const unknown = (where: SettingName, names: Iterable<string>) =>
    [...names]
      .filter((id) => !ids.includes(id))
      .map((id) => ({
        where,
        problem: `names ${id}, which is no document`,
        remedy: `Add it to consents.documents, such as ${id}@1`,
      }))
  return [
    ...[...new Set(twice)].map((id) => ({
      where: 'consents.documents',
      problem: `lists ${id} twice`,
      remedy: 'Keep the version that holds now',
    })),
    ...unknown('consents.required', values['consents.required'] ?? []),
    ...unknown('consents.texts', values['consents.texts']?.keys() ?? []),
  ]
}
