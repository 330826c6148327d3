import { form, hiddenField, submit, type FormView } from '../form.ts'
import { html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { errorSummary, notice } from '../notice.ts'
import { personFields, type PersonView } from './person-fields.ts'

export type SetupView = Frame &
  FormView &
  PersonView & {
    token: string
    /** What is wrong with the whole, not with one field. */
    error?: string | undefined
  }

/** `/setup`: makes the first administrator. Posts `token`, `full_name`, `email`, `password`. */
export function setupPage(view: SetupView): string {
  const { errors, words } = view
  const { setup } = words.signIn

  return sheet(
    {
      ...view,
      title: setup.title,
      heading: setup.heading,
      lead: setup.lead,
      failed: Boolean(view.error) || Object.values(errors).some(Boolean),
    },
    html`${view.error && notice('bad', view.error)} ${errorSummary(words, errors)}
    ${form('/setup', view, [hiddenField('token', view.token), ...personFields(view), submit(setup.submit)])}`,
  )
}
