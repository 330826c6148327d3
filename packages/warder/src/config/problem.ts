/** One wrong thing, where it stands, and what to do about it. No part ever repeats a value. */
export type ConfigProblem = { where: string; problem: string; remedy: string }

/** `PORT is not a whole number. Give a whole number from 0 to 65535.` Always one line. */
export function problemLine({ where, problem, remedy }: ConfigProblem): string {
  const end = /[.?]$/.test(remedy) ? '' : '.'
  return `${where} ${problem}. ${remedy}${end}`.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}

/** Thrown where there is no list to add to. `message` is one line for the person at the terminal. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(problemLine).join('\n'))
    this.problems = problems
  }
}
