/**
 * What the pages of Warder do with passkeys: a form is sent when the browser has made what goes into its hidden fields. Each page
 * works without this file; what it cannot do then is hidden in it. `npm run pages` makes
 * packages/warder/src/pages/passkeys/script.js of it.
 */
import { make } from '../src/add.ts'
import type { Answer, Failure } from '../src/answers.ts'
import { can } from '../src/can.ts'
import { get } from '../src/ceremony.ts'
import { serverAt } from '../src/server.ts'
import { choose, chooseInField } from '../src/sign-in.ts'
import { signals } from '../src/signals.ts'

const server = serverAt({})

/** What goes into the fields of a form. */
type Made = Answer<{ challenge_id?: string; credential: object }>

function send(form: HTMLFormElement, { challenge_id, credential }: Made & { ok: true }): void {
  const fill = (name: string, value: string) => {
    const field = form.elements.namedItem(name)
    if (field instanceof HTMLInputElement) field.value = value
  }
  fill('credential', JSON.stringify(credential))
  if (challenge_id !== undefined) fill('challenge_id', challenge_id)
  form.submit()
}

/** The words are in the page, in its language, beside where they are shown. */
function say(form: HTMLFormElement, { code, problem }: Failure): void {
  const status = form.querySelector<HTMLElement>('[role=status]')
  if (status) status.textContent = status.dataset[code] ?? (code === 'refused' ? (problem?.detail ?? '') : '')
}

/** A form whose button asks the browser first. */
function mind(form: HTMLFormElement, ask: () => Promise<Made>, otherwise = () => {}): void {
  form.hidden = false
  let busy = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (busy) return
    busy = true
    say(form, { ok: false, code: 'cancelled' })
    void ask().then((made) => {
      if (made.ok) return send(form, made)
      busy = false
      if (made.problem?.code === 'insufficient_user_authentication' && form.dataset['confirm'])
        return location.assign(form.dataset['confirm'])
      say(form, made)
      otherwise()
    })
  })
}

/** A button, and the suggestions of the field for the address. The box to stay signed in stands in the other form. */
function signIn(form: HTMLFormElement): void {
  const keep = document.querySelector<HTMLInputElement>('input[type=checkbox][name=remember]')
  const remember = form.elements.namedItem('remember')
  const follow = () => remember instanceof HTMLInputElement && (remember.disabled = !keep?.checked)
  keep?.addEventListener('change', follow)
  follow()

  const inField = async () => {
    if (!(await can.autofill())) return
    const chosen = await chooseInField(server)
    if (chosen.ok) send(form, chosen)
  }
  mind(
    form,
    () => choose(server),
    () => void inField(),
  )
  void inField()
}

const all = (selector: string, act: (form: HTMLFormElement) => void) =>
  document.querySelectorAll<HTMLFormElement>(selector).forEach(act)

all('form[data-passkey-second]', (form) => {
  const { publicKey } = JSON.parse(form.dataset['passkeySecond'] ?? '{}') as {
    publicKey: PublicKeyCredentialRequestOptionsJSON
  }
  mind(form, () => get(publicKey))
})

if (await can.passkeys()) {
  all('form[data-passkey-sign-in]', signIn)
  all('form[data-passkey-add]', (form) => {
    const kind = form.dataset['passkeyAdd'] === 'security-key' ? 'security-key' : 'passkey'
    mind(form, () => make(server, { kind, setUp: 'setUp' in form.dataset }))
  })
}

// Whether it is worth while to offer one after the password.
if (await can.onThisDevice())
  document.querySelectorAll<HTMLInputElement>('input[data-passkey-able]').forEach((field) => {
    field.value = '1'
  })

const told = document.querySelector<HTMLElement>('[data-passkey-signal]')?.dataset['passkeySignal']
if (told) {
  const { unknown, person } = JSON.parse(told) as {
    unknown?: Parameters<typeof signals.unknownCredential>[0]
    person?: Parameters<typeof signals.allAcceptedCredentials>[0] &
      Parameters<typeof signals.currentUserDetails>[0]
  }
  if (unknown) await signals.unknownCredential(unknown)
  if (person) await Promise.all([signals.allAcceptedCredentials(person), signals.currentUserDetails(person)])
}
