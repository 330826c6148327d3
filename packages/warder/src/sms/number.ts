/** A number of a text message: E.164 form, and the range it is counted in. */
export type PhoneNumber = {
  e164: string
  range: string
  /** ISO 3166-1, two letters; undefined for a number of no country. */
  country: string | undefined
}

/** Kinds of number that no person signs in with, and that cost whoever calls them. */
const refused = new Set(['PREMIUM_RATE', 'SHARED_COST', 'UAN', 'VOICEMAIL', 'PAGER', 'TOLL_FREE'])

/**
 * The one form of a number however it is written (ML-13), or undefined when it is none. It begins with the country:
 * `+` or `00`. An extension is refused with every other letter, because a text message does not reach one.
 */
export async function parseNumber(input: string): Promise<PhoneNumber | undefined> {
  // The longest number has fifteen digits (ITU-T E.164 §6.2.1); the rest is room for how people write one.
  const text = input.trim()
  if (text.length > 40 || !/^[+\p{Nd}][\p{Nd} ().\-/]*$/u.test(text)) return undefined
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/min')
  const number = parsePhoneNumberFromString(text.replace(/^00/, '+'))
  if (!number?.isValid() || refused.has(number.getType() ?? '')) return undefined
  // A thousand numbers next to each other, as they are sold together.
  return { e164: number.number, range: number.number.slice(0, -3), country: number.country }
}
