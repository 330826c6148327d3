import * as z from 'zod'
import { tokenField } from '../http/body.ts'
import { consentsField } from '../privacy/consents/inputs.ts'
import { emailField } from './email.ts'
import { nameField, passwordField, solutionField } from './fields.ts'

// What a person may send, as JSON or as a form.

export const registration = z.object({
  email: emailField,
  password: passwordField,
  full_name: nameField,
  consents: consentsField,
  challenge_solution: solutionField,
})
export const verification = z.object({ token: tokenField, password: passwordField.optional() })
export const address = z.object({ email: emailField, challenge_solution: solutionField })
export const link = z.object({ token: tokenField })
export const reset = z.object({ token: tokenField, password: passwordField })
export const change = z.object({ current_password: passwordField, password: passwordField })

// RFC 5646 §2.1, the part of it that people choose: language, script, region.
const locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/, 'is a language tag such as en or de-CH')
export const profile = z.object({ full_name: nameField.optional(), locale: locale.nullable().optional() })
