import type { Kind } from './kind.ts'

/**
 * One setting. The parser, `--help` and `docs/configuration.md` are all made from this; there is no
 * second list. The key in the table is the name in the file; a dot is a level of nesting.
 */
export type Setting<T> = {
  kind: Kind<T>
  help: string
  /** Environment variable; `NAME_FILE` is read too. */
  env?: string
  /** As commander writes it: `--port <number>`. */
  flag?: string
  /** As text, read by `kind` like any other value. */
  default?: string
  /** What happens when it is not set, in words. */
  otherwise?: string
  /** The value is never printed. */
  secret?: true
  /** It cannot stand in the file. */
  not_in_file?: true
}

export const setting = <T>(row: Setting<T>): Setting<T> => row
