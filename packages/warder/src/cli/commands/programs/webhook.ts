import { Option, type Command } from 'commander'
import type { MadeWebhook, WebhookView } from '../../../webhooks/manage.ts'
import { defined, pageIn, paging, tenant } from '../../options.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { repeated, text, texts, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

const webhooks = () => import('../../../webhooks/manage.ts')

const url = () => new Option('--url <url>', 'where it is told')
const types = () => repeated('--type <event>', 'an event such as user.created, user.* or *')
const description = () => new Option('--description <text>', 'what it is for')

export function webhookCommands(program: Command): void {
  const webhook = program
    .command('webhook')
    .description(
      'programs elsewhere that are told what happens: make, change, rotate and remove them, look at messages',
    )

  verb(webhook, {
    name: 'create',
    summary: 'Have a program told what happens. Its secret is printed this once.',
    example:
      'warder webhook create --url https://hooks.example/warder --type user.created --type "session.*"',
    options: [url().makeOptionMandatory(), types().makeOptionMandatory(), description(), tenant()],
    run: (options) =>
      withApp(options, async (by) => {
        const { createWebhook } = await webhooks()
        return told(
          await createWebhook(by, {
            url: text(options, 'url') ?? '',
            types: texts(options, 'type'),
            ...defined({ description: text(options, 'description') }),
          }),
        )
      }),
  })
  verb(webhook, {
    name: 'list',
    summary: 'List the webhooks, and those that are told nothing any more.',
    example: 'warder webhook list',
    options: [...paging('whk'), tenant()],
    run: list,
  })
  verb(webhook, {
    name: 'change <id>',
    summary: 'Change what a webhook is told and where, stop it, or let it go on.',
    example: 'warder webhook change whk_4f1c --enable',
    options: [
      url(),
      types(),
      description(),
      new Option('--enable', 'let it go on').conflicts('disable'),
      new Option('--disable', 'tell it nothing until it is enabled'),
      tenant(),
    ],
    run: change,
  })
  verb(webhook, {
    name: 'rotate <id>',
    summary:
      'Give a webhook another secret, which is printed this once. The old one signs as well for a while.',
    example: 'warder webhook rotate whk_4f1c --grace 3600',
    options: [
      new Option('--grace <seconds>', 'how long the old one signs as well (default: a day)').argParser(
        Number,
      ),
      tenant(),
    ],
    run: rotate,
  })
  verb(webhook, {
    name: 'remove <id>',
    summary: 'Remove a webhook, with what waits for it.',
    example: 'warder webhook remove whk_4f1c',
    options: [tenant()],
    asks: ([id = '']) => `Remove the webhook ${id}? What waits for it is not sent any more.`,
    run: (options, [id = '']) =>
      withApp(options, async (by) => {
        const { removeWebhook } = await webhooks()
        return { value: await removeWebhook(by, id), text: `Removed ${id}.` }
      }),
  })
  verb(webhook, {
    name: 'deliveries <id>',
    summary: 'List what became of the messages to a webhook, newest first.',
    example: 'warder webhook deliveries whk_4f1c',
    options: [...paging('msg'), tenant()],
    run: messages,
  })
  verb(webhook, {
    name: 'redeliver <id> <message>',
    summary: 'Send a message again that was given up.',
    example: 'warder webhook redeliver whk_4f1c msg_9a2b',
    options: [tenant()],
    run: (options, [id = '', message = '']) =>
      withApp(options, async (by) => {
        const { redeliver } = await webhooks()
        return { value: await redeliver(by, id, message), text: `${message} is on its way again.` }
      }),
  })
}

async function list(options: Options): Promise<Answer> {
  const found = await withApp(options, async (by) => {
    const { listWebhooks } = await webhooks()
    return listWebhooks(by, pageIn(options))
  })
  const rows = found.items.map((one) => [one.id, one.url, one.types, one.disabled_as, one.failing_since])
  return { value: found, text: table(['webhook', 'url', 'events', 'disabled', 'failing since'], rows) }
}

async function change(options: Options, [id = '']: readonly string[]): Promise<Answer> {
  const wanted = texts(options, 'type')
  return withApp(options, async (by) => {
    const { changeWebhook } = await webhooks()
    return told(
      await changeWebhook(by, id, {
        ...defined({ url: text(options, 'url'), description: text(options, 'description') }),
        ...(wanted.length > 0 && { types: wanted }),
        ...(options['enable'] === true && { enabled: true }),
        ...(options['disable'] === true && { enabled: false }),
      }),
    )
  })
}

async function rotate(options: Options, [id = '']: readonly string[]): Promise<Answer> {
  const grace = options['grace']
  return withApp(options, async (by) => {
    const { rotateWebhook } = await webhooks()
    return told(await rotateWebhook(by, id, grace === undefined ? undefined : Number(grace)))
  })
}

async function messages(options: Options, [id = '']: readonly string[]): Promise<Answer> {
  const found = await withApp(options, async (by) => {
    const { listDeliveries } = await webhooks()
    return listDeliveries(by, id, pageIn(options))
  })
  const rows = found.items.map((one) => [
    one.id,
    one.type,
    one.created_at,
    one.attempts,
    one.delivered_at,
    one.failed_at,
    one.last_error,
  ])
  return {
    value: found,
    text: table(['message', 'event', 'made', 'attempts', 'taken', 'given up', 'last error'], rows),
  }
}

function told(webhook: WebhookView | MadeWebhook): Answer {
  return { value: webhook, text: pairs(Object.entries(webhook)) }
}
