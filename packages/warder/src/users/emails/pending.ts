import type { Seconds } from '@warder/protocol'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import type { Operator } from '../manage.ts'
import { confirmable } from './limits.ts'

/** An address that waits until its owner says so. One that leads to somebody else waits too, and no link to it exists. */
export type PendingEmail = {
  id: string
  user_id: string
  email: string
  /** What becomes of it: one more address, or the main one. */
  becomes: 'another' | 'primary'
}

export type Waiting = PendingEmail & { token_hash: string; created_at: Seconds }

/** Every address that waits for a person to confirm it, the oldest first. */
export async function waitingOf(db: Db, user_id: string, now: Seconds): Promise<Waiting[]> {
  const rows = await oneTimeTokens.liveOf(db, 'email_confirmation', user_id, now)
  return rows
    .map(({ data, token_hash, created_at }) => ({
      ...(JSON.parse(data) as PendingEmail),
      token_hash,
      created_at,
    }))
    .reverse()
}

/** Its link works no more. False when it was used, or somebody else ended it. */
export async function endWaiting(tx: Db, { user_id, token_hash }: Waiting, now: Seconds): Promise<boolean> {
  return oneTimeTokens.end(tx, 'email_confirmation', { subject: user_id, token_hash }, now)
}

/** The addresses that links were for, whatever became of them. */
export function addressesIn(tokens: readonly { purpose: string; data: string }[]): string[] {
  return tokens
    .filter(({ purpose }) => purpose === 'email_confirmation')
    .map(({ data }) => (JSON.parse(data) as PendingEmail).email)
}

/**
 * The link that adds an address, for a mail to whoever reads it.
 *
 * @param subject for whom it waits; nobody where the mail is not sent
 */
export async function confirmationLink(
  tx: Db,
  { app, tenant }: Pick<Operator, 'app' | 'tenant'>,
  pending: PendingEmail,
  subject = pending.user_id,
): Promise<string> {
  const now = app.now()
  const token = await oneTimeTokens.create(tx, 'email_confirmation', {
    subject,
    data: pending,
    expires_at: now + confirmable,
    now,
  })
  return `${tenant.issuer}/confirm-email?token=${token}`
}

/** What a link confirms, or undefined when it was used, has expired or never was. */
export async function findConfirmation(
  db: Db,
  token: string,
  now: Seconds,
): Promise<PendingEmail | undefined> {
  const row = await oneTimeTokens.findLive(db, 'email_confirmation', token, now)
  return row && (JSON.parse(row.data) as PendingEmail)
}
