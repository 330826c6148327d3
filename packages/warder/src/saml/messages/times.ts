import type { Seconds } from '@warder/protocol'
import { day, hour, minute } from '../../time.ts'
import { insist } from '../refused.ts'
import { attribute, type XmlElement } from '../xml/element.ts'

/** How far the clock of an identity provider may be off (SA-15). */
export const skew: Seconds = 60

const form = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z$/

/** An attribute that is a moment, always in UTC (SAML Core §1.3.3). @throws SamlRefused `time` */
export function timeIn(element: XmlElement, name: string): Seconds | undefined {
  const text = attribute(element, name)
  if (text === undefined) return undefined
  const [, whole] = form.exec(text) ?? []
  const time = whole === undefined ? Number.NaN : Date.parse(`${whole}Z`) / 1000
  insist(Number.isFinite(time), 'time')
  return time
}

const lengthForm =
  /^P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9})(?:\.\d+)?S)?)?$/

/** An attribute that is a length of time (`xs:duration`), in seconds, a month as thirty days. Of what is none nothing is said. */
export function durationIn(element: XmlElement, name: string): Seconds | undefined {
  const found = lengthForm.exec(attribute(element, name) ?? '')
  if (!found) return undefined
  const [, years, months, days, hours, minutes, seconds] = found.map((digits) => Number(digits ?? 0))
  return (
    ((years ?? 0) * 365 + (months ?? 0) * 30 + (days ?? 0)) * day +
    (hours ?? 0) * hour +
    (minutes ?? 0) * minute +
    (seconds ?? 0)
  )
}

/** @throws SamlRefused `early` or `expired` where now is outside of what an element allows */
export function checkWindow(element: XmlElement, now: Seconds): void {
  const from = timeIn(element, 'NotBefore')
  const until = timeIn(element, 'NotOnOrAfter')
  insist(from === undefined || from <= now + skew, 'early')
  insist(until === undefined || until > now - skew, 'expired')
}
