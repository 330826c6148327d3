import { isObject, ScimError, type Resource } from '@warder/protocol'
import { parseEmail, type Email } from '../../users/email.ts'
import { nameField } from '../../users/fields.ts'
import { keyText } from '../use/sizes.ts'

/** What a resource says of the account: what it is reached by, and how it is called. */
export type Account = { user_name: string; external_id: string | null; email: Email; full_name: string }

/** @throws ScimError `invalidValue` */
export function accountOf(sent: Resource): Account {
  const user_name = keyText('userName', textIn(sent, 'userName') ?? '')
  const external_id = textIn(sent, 'externalId')
  return {
    user_name,
    external_id: external_id === undefined ? null : keyText('externalId', external_id),
    email: emailIn(sent, user_name),
    full_name: nameIn(sent, user_name),
  }
}

function textIn(resource: Resource, name: string): string | undefined {
  const value = resource[name]
  return typeof value === 'string' ? value : undefined
}

/** The primary address, else that for work, else the first; a directory without addresses often has them as names. */
function emailIn({ emails }: Resource, user_name: string): Email {
  const all = Array.isArray(emails) ? emails.filter(isObject) : []
  const chosen =
    all.find(({ primary }) => primary === true) ??
    all.find(({ type }) => typeof type === 'string' && type.toLowerCase() === 'work') ??
    all[0]
  const email = parseEmail((chosen && textIn(chosen, 'value')) ?? user_name)
  if (email) return email
  throw new ScimError('invalidValue', 'A person needs an email address: in emails, or as userName.')
}

function nameIn(sent: Resource, user_name: string): string {
  const parts = isObject(sent['name']) ? sent['name'] : {}
  const joined = [textIn(parts, 'givenName'), textIn(parts, 'familyName')].filter(Boolean).join(' ')
  const told = textIn(sent, 'displayName') ?? textIn(parts, 'formatted') ?? (joined || user_name)
  const read = nameField.safeParse(told)
  if (read.success) return read.data
  throw new ScimError('invalidValue', `The name ${read.error.issues[0]?.message ?? 'cannot be used'}.`)
}
