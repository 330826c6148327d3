import { field, focusOn, newPasswordField, type Errors } from '../form.ts'
import type { Html } from '../html.ts'
import type { Frame } from '../layout.ts'
import type { PageWords } from '../words/words.ts'

export type PersonView = {
  values: { email?: string | undefined; full_name?: string | undefined }
  errors: Errors<'full_name' | 'email' | 'password'>
  /** The shortest password accepted, in characters. */
  minLength: number
}

/** What a person is called. */
export function fullNameField(
  { everyPage }: PageWords,
  value: string | undefined,
  error: string | undefined,
  autofocus: boolean,
): Html {
  return field({
    name: 'full_name',
    label: everyPage.fields.full_name,
    type: 'text',
    autocomplete: 'name',
    value,
    error,
    required: true,
    autofocus,
    enterkeyhint: 'next',
  })
}

/** Whose password a form is about. It cannot be changed, and is there so that password managers file it rightly. */
export function fixedEmailField({ everyPage }: PageWords, value: string): Html {
  return field({
    name: 'email',
    label: everyPage.fields.email,
    type: 'email',
    autocomplete: 'username',
    value,
    readonly: true,
  })
}

/** What makes an account: `full_name`, `email` and `password`. `focused` is false where something below has the focus. */
export function personFields(view: PersonView & Pick<Frame, 'words'>, focused = true): Html[] {
  const { words, values, errors, minLength } = view
  const { everyPage } = words
  const focus = focused && focusOn(errors, ['full_name', 'email', 'password'], 'full_name')
  return [
    fullNameField(words, values.full_name, errors.full_name, focus === 'full_name'),
    field({
      name: 'email',
      label: everyPage.fields.email,
      type: 'email',
      // The address is what people sign in with, so password managers shall keep it as the user name.
      autocomplete: 'username',
      value: values.email,
      error: errors.email,
      required: true,
      autofocus: focus === 'email',
      enterkeyhint: 'next',
    }),
    newPasswordField({ words, minLength, error: errors.password, autofocus: focus === 'password' }),
  ]
}
