import { controlCharacter } from '../parameters/parameters.ts'

/** Characters. It travels in a URL, both ways. */
export const longestState = 4096

/**
 * Whether a state can be sent back as it came.
 *
 * @see RFC 6749 §4.1.2: "the exact value received from the client"
 */
export function stateIsReturnable(state: string): boolean {
  // Bytes that were not UTF-8 have reached us as U+FFFD, and what they were is lost.
  return state.length <= longestState && !controlCharacter.test(state) && !state.includes('\ufffd')
}

/**
 * The state to send back with an error, for a request that may not parse: undefined when it has none, or
 * one that would not have been accepted.
 *
 * @see RFC 6749 §4.1.2.1
 */
export function stateOf(params: URLSearchParams): string | undefined {
  const [state, ...more] = params.getAll('state')
  return state && more.length === 0 && stateIsReturnable(state) ? state : undefined
}
