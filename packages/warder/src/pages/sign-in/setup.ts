import {
  field,
  focusOn,
  form,
  hiddenField,
  newPasswordField,
  submit,
  type Errors,
  type FormView,
} from '../form.ts'
import { html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { errorSummary, notice } from '../notice.ts'

export type SetupView = Frame &
  FormView & {
    token: string
    values: { email?: string | undefined; full_name?: string | undefined }
    errors: Errors<'full_name' | 'email' | 'password'>
    minLength?: number | undefined
    /** What is wrong with the whole, not with one field. */
    error?: string | undefined
  }

/** `/setup`: makes the first administrator. Posts `token`, `full_name`, `email`, `password`. */
export function setupPage(view: SetupView): string {
  const { values, errors } = view
  const focus = focusOn(errors, ['full_name', 'email', 'password'], 'full_name')

  return sheet(
    {
      ...view,
      title: 'Set up',
      heading: 'Welcome',
      lead: 'Create the first administrator. This link works once.',
      failed: Boolean(view.error) || Object.values(errors).some(Boolean),
    },
    html`${view.error && notice('bad', view.error)} ${errorSummary(errors)}
    ${form('/setup', view, [
      hiddenField('token', view.token),
      field({
        name: 'full_name',
        label: 'Your name',
        type: 'text',
        autocomplete: 'name',
        value: values.full_name,
        error: errors.full_name,
        required: true,
        autofocus: focus === 'full_name',
        enterkeyhint: 'next',
      }),
      field({
        name: 'email',
        label: 'Email address',
        type: 'email',
        autocomplete: 'username',
        value: values.email,
        error: errors.email,
        required: true,
        autofocus: focus === 'email',
        enterkeyhint: 'next',
      }),
      newPasswordField({
        minLength: view.minLength,
        error: errors.password,
        autofocus: focus === 'password',
      }),
      submit('Create administrator'),
    ])}`,
  )
}
