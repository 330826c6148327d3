import type { Seconds } from '@warder/protocol'
import type { App } from '../app.ts'
import * as outbox from '../store/operations/outbox.ts'
import type { Channel } from '../store/operations/outbox.ts'
import { day, hour, minute } from '../time.ts'
import { NotDelivered, type Verdict } from './not-delivered.ts'
import { openMessage, type Message } from './outbox.ts'

/**
 * Hands one message over; throws `NotDelivered` when the other side did not take it. `id` is the same at every
 * attempt, so that the other side can tell a second copy from a second message.
 */
export type Transport<M extends Message> = (message: M, id: string) => Promise<void>

/** One channel and what it sends by. */
export type Sender = { channel: Channel; transport: Transport<Message> }

/** How long after the nth refusal the next attempt comes. */
const backoff = [minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour]
const away = minute

/** From then on a message would say nothing that still helps: a code in a text message lives for minutes. */
const giveUpAfter: Record<Channel, Seconds> = { email: day, sms: 10 * minute }

/** An attempt is over after this long, whatever the other side does; a claim outlives it. */
const attemptFor = 60
const claimFor = 2 * minute

const atOnce = 5

/**
 * Sends what is due, some at a time, and says how many went. Each message is claimed first, so that two instances do
 * not send it twice. Once `stop` says so, no further one is begun.
 */
export async function sendDue(
  app: App,
  { channel, transport }: Sender,
  stop: () => boolean = () => false,
): Promise<number> {
  const rows = await outbox.due(app.db, channel, app.now(), 20 * atOnce)
  let sent = 0
  let gone = false
  const work = async () => {
    for (let row = rows.shift(); row && !stop() && !gone; row = rows.shift()) {
      const ended = await sendOne(app, transport, row)
      if (ended === 'sent') sent++
      if (ended === 'away') gone = true
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return sent
}

type Row = Awaited<ReturnType<typeof outbox.due>>[number]

async function sendOne(
  app: App,
  transport: Transport<Message>,
  row: Row,
): Promise<'sent' | 'taken' | Verdict> {
  if (!(await outbox.claim(app.db, row, app.now() + claimFor))) return 'taken'
  if (row.recipient === '') {
    // A decoy, see `queueMail`.
    await outbox.markSent(app.db, row.id, app.now())
    return 'taken'
  }
  const message = openMessage(app, row)
  const failure = message
    ? await attempt(() => transport(message, row.id))
    : new NotDelivered('never', 'the key that sealed it is gone')
  const now = app.now()
  const channel = row.channel === 'sms' ? 'sms' : 'email'
  if (!failure) {
    await outbox.markSent(app.db, row.id, now)
    app.metrics?.message(channel, 'sent')
    return 'sent'
  }
  const { verdict } = failure
  const error = failure.message.slice(0, 500)
  const given_up = verdict === 'never' || now - row.created_at > giveUpAfter[channel]
  app.metrics?.message(channel, given_up ? 'given_up' : 'postponed')
  const line = { job: row.id, attempt: row.attempts + 1, reason: error }
  if (given_up) {
    await outbox.giveUp(app.db, row.id, error, now)
    app.log.error(line, 'a message was given up')
    return verdict
  }
  const pause = verdict === 'away' ? away : (backoff[Math.min(row.attempts, backoff.length - 1)] ?? hour)
  await outbox.postpone(app.db, row.id, { error, until: now + pause, counted: verdict !== 'away' })
  app.log.warn(line, 'a message was not sent yet')
  return verdict
}

/** What went wrong, or undefined when the other side took the message. */
export async function attempt(send: () => Promise<void>): Promise<NotDelivered | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    const tell = () => fail(new NotDelivered('later', 'there was no answer in time'))
    timer = setTimeout(tell, attemptFor * 1000)
  })
  try {
    await Promise.race([send(), late])
    return undefined
  } catch (error) {
    if (error instanceof NotDelivered) return error
    return new NotDelivered('later', error instanceof Error ? error.message : String(error), error)
  } finally {
    clearTimeout(timer)
  }
}
