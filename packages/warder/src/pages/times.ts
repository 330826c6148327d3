import type { Seconds } from '@warder/protocol'
import { day, hour, minute } from '../time.ts'
import { attributes, html, type Html } from './html.ts'

const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })
const wholeDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium', timeZone: 'UTC' })

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
  return (sameYear ? dayAndMonth : wholeDate).format(date)
}

/** The spoken time, with the exact one for programs and on hover. Both arguments in seconds since the epoch. */
export function time(at: Seconds, now: Seconds): Html {
  const date = new Date(at * 1000)
  const said = attributes({ datetime: date.toISOString(), title: `${exact.format(date)} UTC` })
  return html`<time${said}>${spokenTime(at, now)}</time>`
}

function count(amount: number, unit: string): string {
  const whole = Math.floor(amount)
  return `${whole} ${unit}${whole === 1 ? '' : 's'} ago`
}
