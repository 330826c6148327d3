import { componentValue, type SignedRequest } from './components.ts'
import { serializeMember, type InnerList, type Item } from './structured-fields.ts'

/**
 * The text that a signature is over: a line for each component, and its own parameters last. Undefined where a component
 * is not there, occurs twice or would break the lines.
 *
 * @see RFC 9421 §2.5
 */
export function signatureBase(request: SignedRequest, input: InnerList): string | undefined {
  const lines: string[] = []
  const seen = new Set<string>()
  for (const item of input.items) {
    const id = componentId(item)
    const value = componentValue(request, item)
    // RFC 9421 §2.5: no identifier twice, and no value with a line break in it.
    if (seen.has(id) || value === undefined || /[\r\n]/.test(value)) return undefined
    seen.add(id)
    lines.push(`${id}: ${value}`)
  }
  return [...lines, `"@signature-params": ${serializeMember(input)}`].join('\n')
}

/** A component with its parameters, as it stands in the base. */
export const componentId = (item: Item): string => serializeMember(item)
