import { field, focusOn, newPasswordField, type Errors } from '../form.ts'
import type { Html } from '../html.ts'

export type PersonView = {
  values: { email?: string | undefined; full_name?: string | undefined }
  errors: Errors<'full_name' | 'email' | 'password'>
  /** The shortest password accepted, in characters. */
  minLength: number
}

/** What a person is called. */
export function fullNameField(
  value: string | undefined,
  error: string | undefined,
  autofocus: boolean,
): Html {
  return field({
    name: 'full_name',
    label: 'Your name',
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
export function fixedEmailField(value: string): Html {
  return field({
    name: 'email',
    label: 'Email address',
    type: 'email',
    autocomplete: 'username',
    value,
    readonly: true,
  })
}

/** What makes an account: `full_name`, `email` and `password`. `focused` is false where something below has the focus. */
export function personFields({ values, errors, minLength }: PersonView, focused = true): Html[] {
  const focus = focused && focusOn(errors, ['full_name', 'email', 'password'], 'full_name')
  return [
    fullNameField(values.full_name, errors.full_name, focus === 'full_name'),
    field({
      name: 'email',
      label: 'Email address',
      type: 'email',
      // The address is what people sign in with, so password managers shall keep it as the user name.
      autocomplete: 'username',
      value: values.email,
      error: errors.email,
      required: true,
      autofocus: focus === 'email',
      enterkeyhint: 'next',
    }),
    newPasswordField({ minLength, error: errors.password, autofocus: focus === 'password' }),
  ]
}
