import type { Seconds } from '@warder/protocol'
import type { Locale } from '../config/config.ts'
import { day, hour, minute } from '../time.ts'
import { attributes, html, type Html } from './html.ts'
import { english } from './words/en.ts'
import type { PageWords } from './words/words.ts'

const formats = {
  day_and_month: { day: 'numeric', month: 'long' },
  whole_date: { dateStyle: 'long' },
  exact: { dateStyle: 'full', timeStyle: 'medium' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Whose words times are told in. */
type Speaks = Pick<PageWords, 'locale' | 'everyPage'>

const dates = new Map<string, Intl.DateTimeFormat>()
const distances = new Map<Locale, Intl.RelativeTimeFormat>()

/**
 * A moment as people say it. Distances rather than clock times, because the server does not know the
 * reader's time zone; after two weeks a date. Both times in seconds since the epoch.
 */
export function spokenTime(at: Seconds, now: Seconds, words: Speaks = english): string {
  const ago = now - at
  // Clocks of two machines differ by a little, and nobody wants to read "in 2 seconds" about the past.
  if (ago > -minute && ago < minute) return words.everyPage.justNow
  if (ago > 0 && ago < hour) return distance(-Math.floor(ago / minute), 'minute', words)
  if (ago > 0 && ago < day) return distance(-Math.floor(ago / hour), 'hour', words)
  if (ago > 0 && ago < 14 * day) return distance(-Math.floor(ago / day), 'day', words)

  const date = new Date(at * 1000)
  const sameYear = date.getUTCFullYear() === new Date(now * 1000).getUTCFullYear()
  return written(date, sameYear ? 'day_and_month' : 'whole_date', words)
}

/**
 * A moment that is still to come, as people say it; within a day a distance, after it a date. Both times in seconds since the
 * epoch. One that is over comes at the next opportunity.
 */
export function spokenAhead(at: Seconds, now: Seconds, words: Speaks = english): string {
  const ahead = at - now
  if (ahead < minute) return words.everyPage.inAMoment
  if (ahead < hour) return distance(Math.floor(ahead / minute), 'minute', words)
  if (ahead < day) return distance(Math.floor(ahead / hour), 'hour', words)
  return ahead < 2 * day ? distance(1, 'day', words) : spokenTime(at, now, words)
}

/** A day of the calendar, from how programs write it (ISO 8601), as people do. */
export const dayInWords = (date: string, words: Speaks = english): string =>
  written(new Date(`${date}T00:00:00Z`), 'whole_date', words)

/** The spoken time, with the exact one for programs and on hover. Both times in seconds since the epoch. */
export function time(at: Seconds, now: Seconds, words: Speaks = english): Html {
  return told(at, spokenTime(at, now, words), words)
}

/** The same of one that is still to come. */
export function timeAhead(at: Seconds, now: Seconds, words: Speaks = english): Html {
  return told(at, spokenAhead(at, now, words), words)
}

function told(at: Seconds, spoken: string, words: Speaks): Html {
  const date = new Date(at * 1000)
  const said = attributes({ datetime: date.toISOString(), title: `${written(date, 'exact', words)} UTC` })
  return html`<time${said}>${spoken}</time>`
}

/** What the first day of a month is called where it is no plain number. */
const first: { readonly [locale in Locale]?: string } = { fr: '1er ', pt: '1º ' }

/** A date with that name of its day. */
export const firstNamed = (written: string, locale: Locale): string =>
  written.replace(/(?<!\d)1 (?=\p{L})/u, first[locale] ?? '1 ')

/** A format is made by the first date that needs it: reading the calendar is no work for a start. */
function written(date: Date, name: keyof typeof formats, { locale }: Speaks): string {
  const key = `${locale} ${name}`
  let format = dates.get(key)
  if (!format) {
    const style = { ...formats[name], timeZone: 'UTC' }
    dates.set(key, (format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, style)))
  }
  return firstNamed(format.format(date), locale)
}

/** “3 days ago”, “yesterday”, “in 5 hours”. */
function distance(many: number, unit: 'minute' | 'hour' | 'day', { locale }: Speaks): string {
  let format = distances.get(locale)
  if (!format) distances.set(locale, (format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })))
  return format.format(many, unit)
}
