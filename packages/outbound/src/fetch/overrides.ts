/** By these some APIs take another method or path than the request has. */
const headers = [
  'x-http-method-override',
  'x-http-method',
  'x-method-override',
  'x-original-method',
  'x-original-url',
  'x-original-uri',
  'x-rewrite-url',
  'x-override-url',
]

/** The same in an address, in small letters. */
const parameters = ['_method', '_httpmethod', 'x-http-method-override', '$httpmethod']

/** Servers that make variables of headers read an underscore as a hyphen. @param name in whatever letters */
export const plainName = (name: string): string => name.toLowerCase().replaceAll('_', '-')

/** Whether a header says the method or the path a second time, past every list of what is allowed. */
export const hasOverridingHeader = (names: readonly string[]): boolean =>
  names.some((name) => headers.includes(plainName(name)))

/** Whether a parameter does. */
export const hasOverridingParameter = (search: URLSearchParams): boolean =>
  [...search.keys()].some((name) => parameters.includes(name.toLowerCase()))
