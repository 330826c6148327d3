import { OutboundError } from '../errors.ts'

/** RFC 9110 §5.6.2: a token. @throws OutboundError CONFIG_INVALID */
export function headerName(name: string): string {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
    throw new OutboundError('CONFIG_INVALID', 'this is no name of a header')
  return name
}

/** OC-22: visible characters, spaces and tabs; the text itself is not repeated. @throws OutboundError CONFIG_INVALID */
export function headerValue(value: string): string {
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value) || value !== value.trim())
    throw new OutboundError(
      'CONFIG_INVALID',
      'this value cannot stand in a header: it has line breaks, NUL or foreign characters, or begins or ends with a space',
    )
  return value
}
