import { timingSafeEqual } from 'node:crypto'
import { OutboundError } from '../errors.ts'
import { keepGrant, type Grant } from '../oauth/grant.ts'
import { beginSignIn, finishSignIn } from './by-redirect.ts'
import { listenOnLoopback } from './loopback.ts'
import type { Attempt, SignInOptions } from './sign-in.ts'

/** By a browser of this machine, which comes back to a loopback address. */
export async function signIn(options: SignInOptions): Promise<Grant> {
  const { redirect, paste, show, store, id, auth = { method: 'none' } } = options
  const loopback = await listenOnLoopback(redirect)
  try {
    const asked = {
      ...options,
      auth,
      redirectUri: loopback.redirect_uri,
      ...(redirect?.signal && { signal: redirect.signal }),
    }
    const { address, attempt } = await beginSignIn(asked)
    const isOurs = answersTo(attempt)
    const answer = loopback.answer(isOurs)
    await show(address)
    const parameters = await (paste ? Promise.race([answer, pasted(paste, isOurs)]) : answer)
    const grant = await finishSignIn(asked, attempt, parameters)
    await keepGrant(store, id, grant)
    return grant
  } finally {
    loopback.close()
  }
}

/** The parameters of an address that a person copied. One of another attempt is as wrong as one that came by itself. */
async function pasted(ask: () => Promise<string>, isOurs: IsOurs): Promise<URLSearchParams> {
  const parameters = URL.parse((await ask()).trim())?.searchParams
  if (parameters && isOurs(parameters)) return parameters
  throw new OutboundError('INTERACTION_FAILED', 'this is not the address that the sign-in ended at', {
    hint: 'Copy the whole address of the page that the browser could not open.',
  })
}

type IsOurs = (parameters: URLSearchParams) => boolean

/** Whether an answer has the state of an attempt, in a time that does not depend on where they differ. */
function answersTo({ state }: Attempt): IsOurs {
  const expected = Buffer.from(state)
  return (parameters) => {
    const said = Buffer.from(parameters.get('state') ?? '')
    return said.length === expected.length && timingSafeEqual(said, expected)
  }
}
