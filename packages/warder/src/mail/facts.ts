import type { Seconds } from '@warder/protocol'
import type { Locale } from '../config/config.ts'
import { when } from './when.ts'

/** Where something happened, so that a person can tell whether it was them. */
export type Seen = {
  /** Such as `Firefox, macOS`; empty where nothing is known of it. */
  device: string
  address: string
  /** `country` by its two letters (ISO 3166-1). */
  place?: { country: string; city?: string } | undefined
  at: Seconds
}

export type FactNames = { device: string; place: string; time: string }

/** One for each language: to make one costs more than the rest of a mail. */
const regions = new Map<Locale, Intl.DisplayNames>()

function regionsOf(locale: Locale): Intl.DisplayNames {
  const known = regions.get(locale)
  if (known) return known
  const made = new Intl.DisplayNames([locale], { type: 'region' })
  regions.set(locale, made)
  return made
}

/** One line each for the device, the place and the time, in the reader's language. */
export function facts(names: FactNames, { device, address, place, at }: Seen, locale: Locale): string[] {
  const country = place && regionsOf(locale).of(place.country)
  const where = [place?.city, country].filter(Boolean).join(', ')
  return [
    ...(device ? [`${names.device}: ${device}`] : []),
    `${names.place}: ${where ? `${where} (${address})` : address}`,
    `${names.time}: ${when(at, locale)}`,
  ]
}
