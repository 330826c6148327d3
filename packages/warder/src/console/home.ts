import { redirect } from '../http/answer.ts'
import { firstOpen } from './guard.ts'
import type { Handler } from './row.ts'

/** To the first page that whoever comes may open. */
export const show: Handler = ({ caller }) =>
  redirect(firstOpen(caller.session.permissions)?.path ?? '/account', { cookies: caller.cookies })
