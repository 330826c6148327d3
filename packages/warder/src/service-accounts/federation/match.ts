import type { JwtClaims } from '@warder/protocol'
import type { TrustRow } from '../../store/services/trusts.ts'

/** What a token of another issuer must say. */
export type Rule = Pick<TrustRow, 'subject'> & { claims: Record<string, string> }

/** The first thing a token does not say that the rule asks for; undefined when it says all. Pure; the table is in match.test.ts. */
export function mismatch(rule: Rule, claims: JwtClaims): string | undefined {
  if (claims.sub === undefined || !isLike(rule.subject, claims.sub)) return 'sub'
  return Object.entries(rule.claims).find(([name, pattern]) => !says(claims, name, pattern))?.[0]
}

/** A claim that is a list says each of its members. */
function says(claims: JwtClaims, name: string, pattern: string): boolean {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.some((one) => {
    if (typeof one === 'string') return isLike(pattern, one)
    // A wildcard stands for text; a number or a truth is what it is.
    return (typeof one === 'number' || typeof one === 'boolean') && pattern === String(one)
  })
}

/** Whether a text is like a pattern, in which `*` stands for any text and everything else for itself. */
export function isLike(pattern: string, text: string): boolean {
  const parts = pattern.split('*')
  const first = parts.shift() ?? ''
  const last = parts.pop()
  if (last === undefined) return text === pattern
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false
  const end = text.length - last.length
  let at = first.length
  // The earliest place of each part leaves the most for the next: no text takes longer than its length.
  for (const part of parts) {
    const found = text.indexOf(part, at)
    if (found === -1 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}
