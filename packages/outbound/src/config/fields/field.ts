import type { Reference, Text } from '../references.ts'

/**
 * What may stand in a configuration, as data: the reader, the published schema and the types of what is read are all made
 * of it.
 */
export type Field = (
  | { kind: 'text' | 'plain' | 'secret' | 'address' | 'flag' | 'pointer' }
  | { kind: 'number'; least: number; most: number }
  | { kind: 'choice'; of: readonly string[] }
  | { kind: 'list'; of: Field }
  | { kind: 'map'; of: Field }
  | { kind: 'object'; fields: Fields }
  /** One definition of a credential within another. */
  | { kind: 'credential' }
) & { help: string; required?: true }

export type Fields = Readonly<Record<string, Field>>

type Simple = {
  /** Text, or where it comes from. */
  text: Text
  /** Text that is never looked up elsewhere. */
  plain: string
  /** Where it comes from, and never the text. */
  secret: Reference
  /** A URL, which may have `{variables}` in it. */
  address: string
  flag: boolean
  number: number
  pointer: string
}

/** What reading a field gives. */
export type ValueOf<F> = F extends { kind: keyof Simple }
  ? Simple[F['kind']]
  : F extends { kind: 'choice'; of: readonly (infer C)[] }
    ? C
    : F extends { kind: 'list'; of: unknown }
      ? readonly ValueOf<F['of']>[]
      : F extends { kind: 'map'; of: unknown }
        ? Readonly<Record<string, ValueOf<F['of']>>>
        : F extends { kind: 'object'; fields: unknown }
          ? ValuesOf<F['fields']>
          : unknown

/** The names of those that must be there. */
type RequiredNames<T> = { [K in keyof T]: T[K] extends { required: true } ? K : never }[keyof T]

export type ValuesOf<T> = { readonly [K in RequiredNames<T>]: ValueOf<T[K]> } & {
  readonly [K in Exclude<keyof T, RequiredNames<T>>]?: ValueOf<T[K]>
}
