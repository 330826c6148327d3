/** Where a text comes from that does not stand in the file. */
export type Reference = { scheme: 'env' | 'file' | 'keyring' | 'exec'; name: string }

/** A text that stands in the file, or where it comes from. */
export type Text = string | Reference

/** `env:NAME`, `file:PATH`, `keyring:NAME` and `exec:PROGRAM ARGUMENT…`; undefined for anything else. */
export function referenceIn(text: string): Reference | undefined {
  const [, scheme, name] = /^(env|file|keyring|exec):(.+)$/s.exec(text) ?? []
  if (scheme === undefined || name === undefined) return undefined
  return { scheme: scheme as Reference['scheme'], name: name.trim() } // one of the four, as was just matched
}

/** What is wrong with a reference, or undefined. */
export function referenceProblem({ scheme, name }: Reference): string | undefined {
  if (scheme === 'env' && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return 'names no variable'
  if (scheme === 'keyring' && !/^[\w.@/-]{1,200}$/.test(name)) return 'names no entry of the store'
  return undefined
}

export const writeReference = 'Write env:NAME, file:PATH or keyring:NAME'
