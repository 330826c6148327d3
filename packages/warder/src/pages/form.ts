import { challengeField, challengeStatus, type ChallengeView } from './challenge/challenge.ts'
import { attributes, html, type Html, type Part } from './html.ts'
import type { Frame } from './layout.ts'

/** What every form carries: proof that the page it was sent from is ours, and the application that waits for the person. */
export type FormView = FormToken & {
  /** Work that the browser has to do before this form is looked at. */
  challenge?: ChallengeView | undefined
}

type FormToken = {
  /** The value of the hidden field `csrf_token`. */
  csrf: string
  /** The handle of a pending application request; links between pages keep it. */
  interaction?: string | undefined
  ui_locales?: Frame['ui_locales']
}

/** What is wrong with each field, in a sentence that says what to change. */
export type Errors<Name extends string> = { readonly [name in Name]?: string | undefined }

export type Field = {
  name: string
  label: string
  type: 'text' | 'email' | 'password' | 'tel'
  /** A token of the HTML standard, §4.10.18.7, so that browsers and password managers fill the right thing. */
  autocomplete:
    | 'name'
    | 'email'
    | 'username'
    // WebAuthn Level 3 §5.1.4: the browser suggests passkeys there as well.
    | 'username webauthn'
    | 'tel'
    | 'current-password'
    | 'new-password'
    | 'one-time-code'
    | 'off'
  value?: string | undefined
  hint?: Part
  error?: string | undefined
  /** The id of a message elsewhere on the page that is about this field. */
  describedBy?: string | undefined
  required?: boolean
  readonly?: boolean
  autofocus?: boolean
  minlength?: number
  enterkeyhint?: 'next' | 'go' | 'send' | 'done'
}

/** A label, its input, and what helps to fill it. A field in error is marked and described by the error. */
export function field(view: Field): Html {
  const { name } = view
  const error = view.error ? html`<p class="error" id="${name}-error">${view.error}</p>` : ''
  const hint = view.hint ? html`<p class="hint" id="${name}-hint">${view.hint}</p>` : ''
  const described = [error && `${name}-error`, view.describedBy, hint && `${name}-hint`].filter(Boolean)

  const input = attributes({
    id: name,
    name,
    type: view.type,
    // Never for a password: a page must not give back what was typed.
    value: view.type === 'password' ? undefined : view.value,
    autocomplete: view.autocomplete,
    inputmode: inputMode(view),
    autocapitalize: capitals(view),
    // A name is written from the side that its letters begin at.
    dir: view.type === 'text' && view.autocomplete !== 'one-time-code' ? 'auto' : undefined,
    spellcheck: 'false',
    enterkeyhint: view.enterkeyhint,
    minlength: view.minlength,
    required: view.required,
    readonly: view.readonly,
    autofocus: view.autofocus,
    'aria-invalid': view.error || view.describedBy ? 'true' : undefined,
    'aria-describedby': described.join(' ') || undefined,
  })

  return html`<div class="field"><label for="${name}">${view.label}</label>${hint}<input${input}>${error}</div>`
}

export type Area = Pick<Field, 'name' | 'label' | 'value' | 'hint' | 'error' | 'required' | 'autofocus'> & {
  rows: number
}

/** A label and room for several lines of something that a machine reads. */
export function area({ name, label, value = '', hint, error, required, autofocus, rows }: Area): Html {
  const wrong = error ? html`<p class="error" id="${name}-error">${error}</p>` : ''
  const about = hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : ''
  const described = [wrong && `${name}-error`, about && `${name}-hint`].filter(Boolean)
  const said = attributes({
    id: name,
    name,
    rows,
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    required,
    autofocus,
    'aria-invalid': error ? 'true' : undefined,
    'aria-describedby': described.join(' ') || undefined,
  })
  return html`<div class="field"><label for="${name}">${label}</label>${about}<textarea${said}>${value}</textarea>${wrong}</div>`
}

/** Which letters a phone makes large by itself. */
function capitals({ type, autocomplete }: Field): 'words' | 'none' | undefined {
  if (autocomplete === 'name') return 'words'
  return type === 'text' && autocomplete === 'off' ? undefined : 'none'
}

/** The keyboard that a phone shows. */
function inputMode({ type, autocomplete }: Field): 'email' | 'numeric' | 'tel' | undefined {
  if (autocomplete === 'one-time-code') return 'numeric'
  if (type === 'tel') return 'tel'
  return type === 'email' ? 'email' : undefined
}

export type Choice = {
  name: string
  /** The name where it is not said; two lists of one name on a page need two. */
  id?: string
  label: string
  /** `lang` where the words are of another language than the page. */
  options: readonly { value: string; label: string; lang?: string }[]
  value: string
  hint?: Part
}

/** A label and a list to choose one from. */
export function choice({ name, id = name, label, options, value, hint }: Choice): Html {
  const about = hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ''
  const said = attributes({ id, name, 'aria-describedby': about ? `${id}-hint` : undefined })
  const each = options.map(
    (option) =>
      html`<option${attributes({ value: option.value, lang: option.lang, selected: option.value === value })}>${option.label}</option>`,
  )
  return html`<div class="field"><label for="${id}">${label}</label>${about}<select${said}>${each}</select></div>`
}

export type Checkbox = {
  name: string
  /** The name where it is not said; two boxes of one name on a page need two. */
  id?: string
  label: string
  ticked: boolean
  autofocus?: boolean
  /** The id of a message elsewhere on the page about what is wrong with it. */
  describedBy?: string | undefined
}

/** A box to tick: sends `on` when it is ticked, and nothing when it is not. */
export function checkbox({ name, id = name, label, ticked, autofocus, describedBy }: Checkbox): Html {
  const wrong = { 'aria-invalid': describedBy && 'true', 'aria-describedby': describedBy }
  const input = attributes({ type: 'checkbox', id, name, checked: ticked, autofocus, ...wrong })
  return html`<label class="check" for="${id}"><input${input}>${label}</label>`
}

export type NewPassword = Pick<Frame, 'words'> & {
  name?: string
  label?: string
  /** In characters. */
  minLength: number
  error?: string | undefined
  autofocus?: boolean
  enterkeyhint?: Field['enterkeyhint']
}

/** A password being chosen: with advice before the first attempt, not after it. */
export function newPasswordField(view: NewPassword): Html {
  const { everyPage } = view.words
  const { name = 'password', label = everyPage.fields.password, minLength, autofocus = false } = view
  return field({
    name,
    label,
    type: 'password',
    autocomplete: 'new-password',
    hint: everyPage.passwordHint(minLength),
    error: view.error,
    required: true,
    minlength: minLength,
    autofocus,
    enterkeyhint: view.enterkeyhint ?? 'go',
  })
}

/** The field that should have the focus: the first one in error, or else the first one to fill. */
export function focusOn<Name extends string>(
  errors: Errors<Name>,
  order: readonly Name[],
  first: Name,
): Name {
  return order.find((name) => errors[name]) ?? first
}

/** A value that travels with a form unseen; nothing when there is none. */
export function hiddenField(name: string, value: string | undefined): Html {
  return value === undefined ? html`` : html`<input type="hidden" name="${name}" value="${value}" />`
}

/** The token that `readForm` compares with the browser's cookie. */
export function csrfField(token: string): Html {
  return hiddenField('csrf_token', token)
}

/** A form of ours: always POST, always with its token, always with the waiting application. */
export function form(
  action: string,
  view: FormToken & ({ challenge?: undefined } | (FormView & Pick<Frame, 'words'>)),
  body: Part,
): Html {
  return html`<form class="stack" method="post" action="${action}">
    ${csrfField(view.csrf)}${hiddenField('interaction', view.interaction)}${hiddenField('ui_locales', view.ui_locales)}
    ${view.challenge && challengeField(view.challenge, view.words)} ${body}
    ${view.challenge && challengeStatus()}
  </form>`
}

/** The button that sends a form. One per form is primary. */
export function submit(label: string, kind: 'primary' | 'plain' = 'primary'): Html {
  return html`<button class="button ${kind}" type="submit">${label}</button>`
}

/** A path that keeps the waiting application, the page that the person goes to afterwards, and the language they were sent in. */
export function keepAim(path: string, { interaction, return_to, ui_locales }: Kept): string {
  const query = new URLSearchParams({
    ...(interaction !== undefined && { interaction }),
    ...(return_to !== undefined && { return_to }),
    ...(ui_locales !== undefined && { ui_locales }),
  })
  return query.size > 0 ? `${path}${path.includes('?') ? '&' : '?'}${query.toString()}` : path
}

type Kept = Pick<FormToken, 'interaction' | 'ui_locales'> & { return_to?: string | undefined }
