import { OutboundError, type ConfigProblem } from '../errors.ts'

/** Where something stands in a file, both counted from 1. */
export type Place = { line: number; column: number }

/** Notes a problem and goes on, so that a person sees all of them at once. */
export type Report = (at: Place, field: string, problem: string, remedy: string) => undefined

export function problemLine(file: string, { line, column, field, problem, remedy }: ConfigProblem): string {
  return `${file}:${line}:${column}: ${field === '' ? 'the file' : field} ${problem}. ${remedy}.`
}

/** @returns an error whose message has one line for each problem */
export function configError(file: string, problems: readonly ConfigProblem[]): OutboundError {
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
  return new OutboundError('CONFIG_INVALID', sorted.map((problem) => problemLine(file, problem)).join('\n'), {
    problems: sorted,
  })
}
