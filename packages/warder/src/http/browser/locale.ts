import { locales, type Locale } from '../../config/config.ts'

/** Longer than any browser's; what comes after says nothing that a reader would miss. */
const longest = 200

/** The language of ours that a BCP 47 tag means: `de-CH` is German (RFC 4647 §3.4, by its first subtag). */
export function localeOf(tag: string | null | undefined): Locale | undefined {
  const [language] = (tag ?? '').slice(0, longest).trim().toLowerCase().split(/[-_]/, 1)
  return locales.find((locale) => locale === language)
}

/**
 * The language of ours that a browser wants most, or undefined when it wants none of them. RFC 9110 §12.5.4: `q=0`
 * is a refusal, and among equals the first counts.
 */
export function acceptedLocale(header: string | null): Locale | undefined {
  let best: { locale: Locale; q: number } | undefined
  for (const range of (header ?? '').slice(0, longest).split(',')) {
    const [tag, ...parameters] = range.split(';')
    const locale = localeOf(tag)
    const q = weight(parameters)
    if (locale && q > (best?.q ?? 0)) best = { locale, q }
  }
  return best?.locale
}

/** RFC 9110 §12.4.2: between 0 and 1, three digits, 1 when absent. Anything else is taken for a refusal. */
function weight(parameters: readonly string[]): number {
  const given = parameters.map((parameter) => parameter.trim()).find((parameter) => /^q=/i.test(parameter))
  if (given === undefined) return 1
  return /^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i.test(given) ? Number(given.slice(2)) : 0
}
