import type { Seconds } from '@warder/protocol'
import type { Locale } from '../config/config.ts'
import { firstNamed } from '../pages/times.ts'

/** To make one costs more than the rest of a mail, and there are as many as languages. */
const formats = new Map<Locale, Intl.DateTimeFormat>()

function formatOf(locale: Locale): Intl.DateTimeFormat {
  const known = formats.get(locale)
  if (known) return known
  const style = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const
  // British order and twenty-four hours for English: no reader takes one for the other.
  const made = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, style)
  formats.set(locale, made)
  return made
}

/** Date and time as the reader's language writes them. The reader's time zone is not known, so ours is said. */
export function when(at: Seconds, locale: Locale): string {
  return `${firstNamed(formatOf(locale).format(at * 1000), locale)} UTC`
}
