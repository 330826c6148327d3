/**
 * What the pages of Warder do with passkeys. Each page works without this file; what it cannot do then is hidden in it.
 * `npm run pages` makes packages/warder/src/pages/passkeys/script.js of it.
 */
import { get } from '../src/ceremony.ts'
import { can, signals, type Answer, type Failure } from '../src/index.ts'
import { passkeysOf } from '../src/passkeys.ts'
import { serverAt } from '../src/server.ts'
import { showCodes } from './codes.ts'

/** What stands before the paths of a tenant: its pages are below it. */
const base = /^\/t\/[^/]+(?=\/)/.exec(location.pathname)?.[0] ?? ''
const warder = { can, signals, ...passkeysOf(serverAt({ issuer: base })) }

/** The words are in the page, in its language, beside where they are shown. */
function say(place: HTMLElement, failure?: Failure): void {
  const status = place.querySelector<HTMLElement>('[role=status]')
  if (!status) return
  const { code = '', problem } = failure ?? {}
  status.textContent = status.dataset[code] ?? (code === 'refused' ? (problem?.detail ?? '') : '')
}

/** Where the server sends whoever has to do something else first. */
function elsewhere(place: HTMLElement, { problem }: Failure): string | undefined {
  if (problem?.code === 'insufficient_user_authentication') {
    const { confirm } = place.dataset
    // Where a second factor is asked for, a password would lead there and back and no further.
    const level = problem['acr_values'] === 'urn:warder:aal2' ? '&level=2' : ''
    return confirm && confirm + level
  }
  if (problem?.code !== 'password_change_required') return undefined
  return `${base}/reset-password?token=${encodeURIComponent(String(problem['reset_token']))}`
}

function failed(place: HTMLElement, failure: Failure): void {
  const path = elsewhere(place, failure)
  if (path === undefined) say(place, failure)
  else location.assign(path)
}

/** What is hidden where nothing could come of it. Its button asks the browser; so does what is returned. */
function mind<Value>(
  place: HTMLElement,
  ask: () => Promise<Answer<Value>>,
  done: (value: Value) => void,
  otherwise = () => {},
): () => void {
  place.hidden = false
  let busy = false
  const act = async () => {
    if (busy) return
    busy = true
    say(place)
    const answer = await ask()
    if (answer.ok) return done(answer)
    busy = false
    failed(place, answer)
    otherwise()
  }
  place.querySelector('button')?.addEventListener('click', (event) => {
    event.preventDefault()
    void act()
  })
  return () => void act()
}

const next = (place: HTMLElement) => location.assign(place.dataset['next'] ?? `${base}/account`)

/** A button, and the suggestions of the field for the address. The box to stay signed in stands in the other place. */
function signIn(place: HTMLElement): void {
  const keep = document.querySelector<HTMLInputElement>('input[type=checkbox][name=remember]')
  const remember = () => keep?.checked ?? false

  const suggest = async () => {
    for (;;) {
      const answer = await warder.signInWithPasskey({ mode: 'autofill', remember })
      if (answer.ok) return next(place)
      // Nobody has asked for anything yet: what does not concern a passkey that was chosen is not said.
      const chosen =
        answer.code === 'no_passkey' || answer.problem?.status === 401 || answer.problem?.status === 403
      if (!chosen) return
      failed(place, answer)
    }
  }
  const begin = () => void warder.can.autofill().then((can) => (can ? suggest() : undefined))
  mind(
    place,
    () => warder.signInWithPasskey({ remember }),
    () => next(place),
    begin,
  )
  begin()
}

function add(place: HTMLElement): void {
  const kind = place.dataset['passkeyAdd'] === 'security-key' ? 'security-key' : 'passkey'
  const setUp = 'setUp' in place.dataset
  const begin = mind(
    place,
    () => warder.addPasskey({ kind, setUp }),
    ({ backup_codes = [] }) => (backup_codes.length > 0 ? showCodes(place, backup_codes) : next(place)),
  )
  // Back from confirming that it is them, for which they had pressed the button. Opened again, the page waits.
  if (new URLSearchParams(location.search).get('add') !== kind) return
  history.replaceState(null, '', location.pathname)
  begin()
}

/** After a password: what comes of it is sent as the answer to the page. */
function second(form: HTMLFormElement): void {
  const { publicKey } = JSON.parse(form.dataset['passkeySecond'] ?? '{}') as {
    publicKey: PublicKeyCredentialRequestOptionsJSON
  }
  mind(
    form,
    () => get(publicKey),
    ({ credential }) => {
      const field = form.elements.namedItem('credential')
      if (field instanceof HTMLInputElement) field.value = JSON.stringify(credential)
      form.submit()
    },
  )
}

const all = <Kind extends HTMLElement>(selector: string, act: (element: Kind) => void) =>
  document.querySelectorAll<Kind>(selector).forEach(act)

all<HTMLFormElement>('form[data-passkey-second]', second)
if (await warder.can.passkeys()) {
  all('[data-passkey-sign-in]', signIn)
  all('[data-passkey-add]', add)
}

// Whether it is worth while to offer one after the password.
const able = (await warder.can.onThisDevice()) ? '1' : '0'
all<HTMLInputElement>('input[data-passkey-able]', (field) => {
  field.value = able
})

type Told = {
  unknown?: Parameters<typeof warder.signals.unknownCredential>[0]
  person?: Parameters<typeof warder.signals.allAcceptedCredentials>[0] &
    Parameters<typeof warder.signals.currentUserDetails>[0]
}

all('[data-passkey-signal]', (mark) => {
  const { unknown, person } = JSON.parse(mark.dataset['passkeySignal'] ?? '{}') as Told
  if (unknown) void warder.signals.unknownCredential(unknown)
  if (person) void warder.signals.allAcceptedCredentials(person)
  if (person) void warder.signals.currentUserDetails(person)
})
