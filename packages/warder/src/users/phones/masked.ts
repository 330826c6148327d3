/** A number as somebody may see it who need not know it: enough to recognise one's own. */
export function maskedNumber(e164: string): string {
  return `${e164.slice(0, 3)} ••• ${e164.slice(-2)}`
}
