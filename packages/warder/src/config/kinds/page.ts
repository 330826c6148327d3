import { accept, refuse, type Kind } from './kind.ts'

/** Pages of the program that Warder is mounted in. */
export type OwnPages = {
  /** Where a sign-in leads that was begun from nowhere in particular. */
  home: string
  /** Where it may lead back to: paths, and with `/*` at the end all below one. The home is one of them. */
  paths: readonly string[]
}

/**
 * Whether a browser takes a text for the path of a page of the same origin, as it stands: no dots that lead upwards, no backslash, no
 * second slash at its beginning, and no sign that would be escaped.
 */
export function isPlainPath(text: string): boolean {
  const here = 'https://here.invalid'
  return /^\/[!-~]*$/.test(text) && URL.parse(text, here)?.href === here + text
}

const isPage = (text: string) => isPlainPath(text) && !/[*?#]/.test(text)

/** The path of one page. */
export const page: Kind<string> = {
  label: 'path of a page',
  parse: (input) =>
    isPage(input) ? accept(input) : refuse('is not the path of a page', 'Write it like /dashboard'),
}

/** The path of a page, or of all that are below a path. */
export const pages: Kind<string> = {
  label: 'path',
  parse: (input) =>
    isPage(input.replace(/\/\*$/, '/'))
      ? accept(input)
      : refuse('is not the path of pages', 'Write it like /dashboard, or /orders/* for all below it'),
}
