/** A value, or what is wrong with the text and what to write instead. Neither repeats the text: it may be secret. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: string; remedy: string }

/** One way to read a setting from text, whichever of flag, environment or file it came from. */
export type Kind<T> = {
  /** The word for it in help and documentation. */
  label: string
  /** A list may also be a sequence in the file. */
  list?: true
  parse(text: string): Parsed<T>
}

const accept = <T>(value: T): Parsed<T> => ({ ok: true, value })
const refuse = (problem: string, remedy: string): Parsed<never> => ({ ok: false, problem, remedy })

/** Text without control characters, at most `max` characters. */
export const text = (max = 1000): Kind<string> => ({
  label: 'text',
  parse(input) {
    // A control character here would end up in a header, a log line or a terminal.
    if (/[\p{Cc}\u2028\u2029]/u.test(input))
      return refuse('contains control characters', 'Write it on one line')
    if (input.length > max) return refuse(`is longer than ${max} characters`, 'Shorten it')
    return accept(input)
  },
})

/** A colour as it is written on the web: `#0a7d55`. */
export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text)

export const colour: Kind<string> = {
  label: 'colour',
  parse: (input) =>
    isColour(input) ? accept(input) : refuse('is no colour', 'Write it with six digits, like #0a7d55'),
}

export const path: Kind<string> = { ...text(4096), label: 'path' }

/** A whole number written in decimal digits, both ends included. */
export const integer = (min: number, max: number): Kind<number> => ({
  label: 'number',
  parse(input) {
    const remedy = `Give a whole number from ${min} to ${max}`
    if (!/^\d{1,15}$/.test(input)) return refuse('is not a whole number', remedy)
    const value = Number(input)
    return value < min || value > max ? refuse('is out of range', remedy) : accept(value)
  },
})

const units: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }

/** Seconds, or a number with a unit: `90`, `10m`, `12h`, `30d`. The limits are in seconds. */
export const duration = (min: number, max: number): Kind<number> => ({
  label: 'duration',
  parse(input) {
    const remedy = `Give ${min} to ${max} seconds, like 90, 10m, 12h or 30d`
    const [, digits, unit] = /^(\d{1,9})([smhd]?)$/.exec(input) ?? []
    const factor = units[unit ?? '']
    if (digits === undefined || factor === undefined) return refuse('is not a duration', remedy)
    const value = Number(digits) * factor
    return value < min || value > max ? refuse('is out of range', remedy) : accept(value)
  },
})

export const oneOf = <T extends string>(values: readonly T[]): Kind<T> => ({
  label: values.join(', '),
  parse(input) {
    const value = values.find((known) => known === input)
    return value === undefined
      ? refuse('is not one of the known words', `Use ${values.join(', ')}`)
      : accept(value)
  },
})

/** A switch: given, or not. */
export const yes: Kind<boolean> = {
  label: 'switch',
  parse(input) {
    if (input === 'true' || input === 'false') return accept(input === 'true')
    return refuse('is not a switch', 'Use true or false')
  },
}

/** Words separated by commas or white space, each read by `kind`; the first wrong one is reported with its place. */
export const list = <T>(kind: Kind<T>): Kind<T[]> => ({
  label: `list of ${kind.label}s`,
  list: true,
  parse(input) {
    const values: T[] = []
    for (const [at, word] of input
      .split(/[\s,]+/)
      .filter(Boolean)
      .entries()) {
      const parsed = kind.parse(word)
      if (!parsed.ok) return refuse(`entry ${at + 1} ${parsed.problem}`, parsed.remedy)
      values.push(parsed.value)
    }
    return accept(values)
  },
})

export { accept, refuse }
