import { failed, type Answer, type FailureCode } from './answers.ts'
import { creationOptions, credentialJson, requestOptions } from './json.ts'

/** What the browser made of a challenge, as the server reads it. */
export type Made = Answer<{ credential: object }>

/** Has the browser make a passkey. */
export function create(json: PublicKeyCredentialCreationOptionsJSON, signal?: AbortSignal): Promise<Made> {
  return inTurn(
    (stop) => navigator.credentials.create({ publicKey: creationOptions(json), signal: stop }),
    linked(signal),
  )
}

/** Has the browser ask the person for a passkey, in a dialogue of its own. */
export function get(json: PublicKeyCredentialRequestOptionsJSON, signal?: AbortSignal): Promise<Made> {
  return inTurn(
    (stop) => navigator.credentials.get({ publicKey: requestOptions(json), signal: stop }),
    linked(signal),
  )
}

/** Has a form field suggest passkeys (WebAuthn Level 3 §5.1.4, conditional mediation) until one is chosen. */
export function suggest(json: PublicKeyCredentialRequestOptionsJSON, stop: AbortController): Promise<Made> {
  return inTurn(
    (signal) =>
      navigator.credentials.get({ publicKey: requestOptions(json), mediation: 'conditional', signal }),
    stop,
  )
}

/** Ends when `signal` does, and may be ended alone. */
export function linked(signal?: AbortSignal): AbortController {
  const stop = new AbortController()
  signal?.addEventListener('abort', () => stop.abort(), { once: true })
  if (signal?.aborted) stop.abort()
  return stop
}

let last: { stop: AbortController; over: Promise<unknown> } | undefined

/** A browser lets a page have one request at a time: a new one ends the one before, and waits until it has ended. */
function inTurn(
  ask: (signal: AbortSignal) => Promise<Credential | null>,
  stop: AbortController,
): Promise<Made> {
  const before = last
  before?.stop.abort()
  const over = (async () => {
    await before?.over
    return stop.signal.aborted ? failed('cancelled') : run(() => ask(stop.signal))
  })()
  last = { stop, over }
  return over
}

async function run(ask: () => Promise<Credential | null>): Promise<Made> {
  try {
    const credential = await ask()
    return credential
      ? { ok: true, credential: credentialJson(credential as PublicKeyCredential) }
      : failed('cancelled')
  } catch (error) {
    return failed(codeOf(error))
  }
}

/** The names that WebAuthn Level 3 §5.1.3 and §5.1.4 give to what went wrong. */
function codeOf(error: unknown): FailureCode {
  const name = error instanceof Error ? error.name : ''
  if (name === 'InvalidStateError') return 'already_added'
  if (name === 'NotAllowedError' || name === 'AbortError') return 'cancelled'
  return 'not_supported'
}
