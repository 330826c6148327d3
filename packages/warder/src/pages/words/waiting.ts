import type { Locale } from '../../config/config.ts'

const formats = new Map<string, Intl.NumberFormat>()

/** “90 seconds”, “3 minutes”: how long somebody waits, in the words of a language. */
export function waiting(seconds: number, locale: Locale): string {
  const unit = seconds >= 120 ? 'minute' : 'second'
  const key = `${locale} ${unit}`
  let format = formats.get(key)
  if (!format) {
    const style = { style: 'unit', unit, unitDisplay: 'long', useGrouping: false } as const
    formats.set(key, (format = new Intl.NumberFormat(locale, style)))
  }
  return format.format(unit === 'minute' ? Math.ceil(seconds / 60) : seconds)
}
