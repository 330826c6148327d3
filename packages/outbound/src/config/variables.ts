import { OutboundError } from '../errors.ts'

/** `{name}`: the only thing that is ever put into an address, and each is written out in `variables`. */
const variable = /\{([a-zA-Z][a-zA-Z0-9_]*)\}/g

/** The names that an address uses. */
export function variablesIn(address: string): string[] {
  return [...address.matchAll(variable)].map(([, name = '']) => name)
}

/** Whether an address would be one with its variables filled in. */
export function exampleAddress(address: string): boolean {
  const url = URL.parse(address.replace('://*.', '://').replace(variable, 'x'))
  return (
    (url?.protocol === 'https:' || url?.protocol === 'http:') && !/[{}\s]/.test(address.replace(variable, ''))
  )
}

/**
 * Fills in an address. Values are encoded as one component each, and none may be a whole path segment of dots: what a
 * tenant is called never decides where a request goes.
 *
 * @throws OutboundError CONFIG_INVALID
 */
export function fillIn(address: string, values: Readonly<Record<string, string>>): string {
  const filled = address.replace(variable, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined || value === '' || /^\.+$/.test(value) || value.length > 253)
      throw new OutboundError('CONFIG_INVALID', `the variable ${name} has no value that an address can have`)
    return encodeURIComponent(value)
  })
  // In a host every escape is one too many: no `%2e`, no `%2f`, however the parser would read it.
  const [, authority = ''] = /^https?:\/\/([^/?#]*)/i.exec(filled) ?? []
  if (authority.includes('%') || authority.includes('@') || !URL.canParse(filled.replace('://*.', '://')))
    throw new OutboundError('CONFIG_INVALID', 'a variable makes an address that is none')
  return filled
}
