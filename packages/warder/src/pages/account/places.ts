import type { Locale } from '../../config/config.ts'
import type { PageWords } from '../words/words.ts'

const countries = new Map<Locale, Intl.DisplayNames>()

/** "Lyon, France", or the country alone. `country` is its two letters. */
export function placeName(
  { locale }: Pick<PageWords, 'locale'>,
  { city, country }: { city: string | null; country: string },
): string {
  let names = countries.get(locale)
  if (!names) countries.set(locale, (names = new Intl.DisplayNames(locale, { type: 'region' })))
  const name = names.of(country) ?? country
  return city === null ? name : `${city}, ${name}`
}

/** "Firefox auf macOS": what programs are told as "Firefox on macOS". */
export function deviceIn({ account }: Pick<PageWords, 'account'>, device: string): string {
  const { sessions } = account
  if (device === 'Unknown device') return sessions.unknownDevice
  const [browser = '', system, more] = device.split(' on ')
  return system === undefined || more !== undefined ? device : sessions.device(browser, system)
}
