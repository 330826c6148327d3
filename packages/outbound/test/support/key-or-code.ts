import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { OutboundError } from '../../src/errors.ts'

/** The id of the key that a provider gives, or the word for why it gives none; never a secret. */
export const keyOrCode = async (run: () => unknown) => {
  try {
    return ((await run()) as { accessKeyId: string }).accessKeyId
  } catch (error) {
    assert.ok(error instanceof OutboundError, inspect(error))
    assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /canary/)
    return error.code
  }
}
