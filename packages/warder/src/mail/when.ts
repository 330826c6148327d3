import type { Seconds } from '@warder/protocol'
import type { Locale } from '../config/config.ts'

/** Date and time as the reader's language writes them. The reader's time zone is not known, so ours is said. */
export function when(at: Seconds, locale: Locale): string {
  const style = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const
  // British order and twenty-four hours for English: no reader takes one for the other.
  const tag = locale === 'en' ? 'en-GB' : locale
  return `${new Intl.DateTimeFormat(tag, style).format(at * 1000)} UTC`
}
