import { OutboundError } from './errors.ts'

/** A text that does not show itself: printed, logged, inspected or serialised it is `[redacted]`. */
export type Secret = { readonly reveal: () => string }

/** A secret at hand, or one that is fetched when it is needed. A plain string is taken as it is. */
export type SecretLike = string | Secret | (() => string | Promise<string>)

const shown = '[redacted]'

/** `util.inspect.custom`, which need not be imported for that. */
const inspected = Symbol.for('nodejs.util.inspect.custom')

/** Hides a text behind a function. */
export function secret(text: string): Secret {
  const hidden = { reveal: () => text }
  const silent = { value: () => shown, enumerable: false }
  return Object.freeze(
    Object.defineProperties(hidden, {
      reveal: { enumerable: false },
      toString: silent,
      toJSON: silent,
      [inspected]: silent,
    }),
  )
}

function textOf(from: SecretLike): string | Promise<string> {
  if (typeof from === 'string') return from
  return typeof from === 'function' ? from() : from.reveal()
}

/**
 * The text of a secret, at the moment it is used.
 *
 * @throws OutboundError SECRET_MISSING when there is none
 */
export async function reveal(from: SecretLike): Promise<string> {
  const text = await textOf(from)
  if (typeof text !== 'string' || text === '')
    throw new OutboundError('SECRET_MISSING', 'a secret of this credential is empty', {
      hint: 'Set the variable or the file that it comes from.',
    })
  return text
}
