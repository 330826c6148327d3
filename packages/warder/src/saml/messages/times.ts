import type { Seconds } from '@warder/protocol'
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

/** @throws SamlRefused `early` or `expired` where now is outside of what an element allows */
export function checkWindow(element: XmlElement, now: Seconds): void {
  const from = timeIn(element, 'NotBefore')
  const until = timeIn(element, 'NotOnOrAfter')
  insist(from === undefined || from <= now + skew, 'early')
  insist(until === undefined || until > now - skew, 'expired')
}
