import { Option, type Command } from 'commander'
import { locales } from '../../config/config.ts'
import type { Channel } from '../../store/operations/outbox.ts'
import { CliError } from '../failure.ts'
import { pageIn, paging } from '../options.ts'
import { pairs, table, type Answer } from '../output.ts'
import { settingFlag, text, verb, type Options } from '../verb.ts'
import { withApp } from '../with-app.ts'

/** What is the same for every channel that messages leave by. */
const nouns = [
  { channel: 'email', noun: 'mail', setting: 'SMTP_URL', to: 'ada@example.com', what: 'address' },
  { channel: 'sms', noun: 'sms', setting: 'SMS_URL', to: '+41791234567', what: 'number, with its country' },
] as const

type Noun = (typeof nouns)[number]

export function messageCommands(program: Command): void {
  for (const each of nouns) {
    const { noun, channel } = each
    const parent = program.command(noun).description(`${wordFor(channel)} on the way: test, list, retry`)
    verb(parent, {
      name: 'test',
      summary: `Send a message at once, and say what the other side answered. With --dev it goes to the inbox.`,
      example: `warder ${noun} test --to ${each.to}`,
      options: [
        new Option('--to <to>', each.what).makeOptionMandatory(),
        ...(channel === 'email' ? [language()] : []),
        settingFlag('dev'),
      ],
      run: (options) => sendTest(options, each),
    })
    verb(parent, {
      name: 'list',
      summary: 'List messages that wait, newest first, or those that were given up.',
      example: `warder ${noun} list --failed`,
      options: [new Option('--failed', 'only what was given up'), ...paging('msg')],
      run: (options) => list(options, channel),
    })
    verb(parent, {
      name: 'retry <message>',
      summary: 'Make a message that was given up due again. The running server sends it.',
      example: `warder ${noun} retry msg_01kb5p3v0y9q8w7e6r5t4y3u2i`,
      run: (options, [id = '']) => retry(options, channel, id),
    })
  }
}

const wordFor = (channel: Channel) => (channel === 'email' ? 'mail' : 'text messages')

const language = () =>
  new Option('--locale <language>', 'language (default: that of brand.locale)').choices(locales)

async function sendTest(options: Options, { channel, setting }: Noun): Promise<Answer> {
  const to = text(options, 'to') ?? ''
  const [{ attempt }, { queueMail }, { senders }, { testMessage }] = await Promise.all([
    import('../../mail/sender.ts'),
    import('../../mail/outbox.ts'),
    import('../../operations/senders.ts'),
    import('./test-message.ts'),
  ])
  return withApp(options, async (by) => {
    const { app } = by
    const locale = locales.find((known) => known === text(options, 'locale')) ?? app.config.brand.locale
    const { id, message } = await testMessage(by, channel, to, locale)
    const value = { id, to: message.to, delivered: !app.config.dev }
    if (app.config.dev) {
      await queueMail(app.db, app, message)
      return { value, text: `The message is in the inbox: ${app.config.issuer}/dev/inbox` }
    }
    const sender = senders(app).find((known) => known.channel === channel)
    if (!sender) throw new CliError('not_configured', `${setting} is not set, so that nothing can be sent.`)
    const failure = await attempt(() => sender.transport(message, id))
    if (failure) throw new CliError('not_sent', `The message was not taken: ${failure.message}`)
    return { value, text: `The other side took the message for ${message.to}.` }
  })
}

async function list(options: Options, channel: Channel): Promise<Answer> {
  const [outbox, { isoTime }] = await Promise.all([
    import('../../store/operations/outbox.ts'),
    import('../../time.ts'),
  ])
  const { limit, cursor } = pageIn(options)
  const failed = options['failed'] === true
  const rows = await withApp(options, ({ app }) =>
    outbox.unsent(app.db, channel, {
      failed,
      limit: limit + 1,
      ...(cursor !== undefined && { before: cursor }),
    }),
  )
  const items = rows.slice(0, limit).map((row) => ({
    id: row.id,
    to: row.recipient,
    attempts: row.attempts,
    created_at: isoTime(row.created_at),
    next_attempt_at: row.failed_at === null ? isoTime(row.next_attempt_at) : null,
    failed_at: row.failed_at === null ? null : isoTime(row.failed_at),
    last_error: row.last_error,
  }))
  const next_cursor = rows.length > limit ? (items.at(-1)?.id ?? null) : null
  const cells = items.map((item) => [
    item.id,
    item.to,
    item.attempts,
    item.failed_at ?? item.next_attempt_at,
    item.last_error,
  ])
  const shown = table(
    ['message', 'to', 'attempts', failed ? 'given up' : 'next attempt', 'last error'],
    cells,
  )
  return {
    value: { items, next_cursor },
    text: next_cursor === null ? shown : `${shown}\nmore with --cursor ${next_cursor}`,
  }
}

async function retry(options: Options, channel: Channel, id: string): Promise<Answer> {
  const outbox = await import('../../store/operations/outbox.ts')
  const due = await withApp(options, ({ app }) => outbox.retry(app.db, id, channel, app.now()))
  if (!due) throw new CliError('not_found', `No ${wordFor(channel)} with the id ${id} was given up.`)
  return { value: { id, due: true }, text: pairs([['due again', id]]) }
}
