import type { Seconds } from '@warder/protocol'
import { day, hour, minute } from '../time.ts'
import { attributes, html, type Html } from './html.ts'

const formats = {
  day_and_month: { day: 'numeric', month: 'long' },
  whole_date: { dateStyle: 'long' },
  exact: { dateStyle: 'full', timeStyle: 'medium' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const made = new Map<keyof typeof formats, Intl.DateTimeFormat>()

/**
 * A moment as people say it. Distances rather than clock times, because the server does not know the
 * reader's time zone; after two weeks a date. Both arguments in seconds since the epoch.
 */
export function spokenTime(at: Seconds, now: Seconds): string {
  const ago = now - at
  // Clocks of two machines differ by a little, and nobody wants to read "in 2 seconds" about the past.
  if (ago > -minute && ago < minute) return 'just now'
  if (ago > 0 && ago < hour) return count(ago / minute, 'minute')
  if (ago > 0 && ago < day) return count(ago / hour, 'hour')
  if (ago > 0 && ago < 2 * day) return 'yesterday'
  if (ago > 0 && ago < 14 * day) return count(ago / day, 'day')

  const date = new Date(at * 1000)
  const sameYear = date.getUTCFullYear() === new Date(now * 1000).getUTCFullYear()
  return written(date, sameYear ? 'day_and_month' : 'whole_date')
}

/**
 * A moment that is still to come, as people say it; within a day a distance, after it a date. Both arguments in seconds since the
 * epoch. One that is over comes at the next opportunity.
 */
export function spokenAhead(at: Seconds, now: Seconds): string {
  const ahead = at - now
  if (ahead < minute) return 'in a moment'
  if (ahead < hour) return `in ${amount(ahead / minute, 'minute')}`
  if (ahead < day) return `in ${amount(ahead / hour, 'hour')}`
  return ahead < 2 * day ? 'tomorrow' : spokenTime(at, now)
}

/** A day of the calendar, from how programs write it (ISO 8601), as people do. */
export const dayInWords = (date: string): string => written(new Date(`${date}T00:00:00Z`), 'whole_date')

/** The spoken time, with the exact one for programs and on hover. Both arguments in seconds since the epoch. */
export function time(at: Seconds, now: Seconds): Html {
  return told(at, spokenTime(at, now))
}

/** The same of one that is still to come. */
export function timeAhead(at: Seconds, now: Seconds): Html {
  return told(at, spokenAhead(at, now))
}

function told(at: Seconds, spoken: string): Html {
  const date = new Date(at * 1000)
  const said = attributes({ datetime: date.toISOString(), title: `${written(date, 'exact')} UTC` })
  return html`<time${said}>${spoken}</time>`
}

const count = (many: number, unit: string): string => `${amount(many, unit)} ago`

function amount(many: number, unit: string): string {
  const whole = Math.floor(many)
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`
}

/** A format is made by the first date that needs it: reading the calendar is no work for a start. */
function written(date: Date, name: keyof typeof formats): string {
  let format = made.get(name)
  if (!format)
    made.set(name, (format = new Intl.DateTimeFormat('en-GB', { ...formats[name], timeZone: 'UTC' })))
  return format.format(date)
}
