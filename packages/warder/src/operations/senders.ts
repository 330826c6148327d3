import type { App } from '../app.ts'
import { NotDelivered } from '../mail/not-delivered.ts'
import type { Message } from '../mail/outbox.ts'
import type { Sender, Transport } from '../mail/sender.ts'
import { smtpTransport } from '../mail/smtp.ts'

/** What the configuration lets leave, each channel with its own queue: a slow one holds up no other. */
export function senders({ config, now }: Pick<App, 'config' | 'now'>): Sender[] {
  const { smtp_url, sms, mail_from } = config
  // What speaks to a provider is loaded with the first text message.
  const texting = async (settings: NonNullable<typeof sms>) =>
    (await import('../sms/provider.ts')).smsTransport({ ...config, sms: settings }, now)
  return [
    ...(smtp_url === undefined ? [] : [only('email', smtpTransport(smtp_url, mail_from))]),
    ...(sms === undefined
      ? []
      : [
          only(
            'sms',
            once(() => texting(sms)),
          ),
        ]),
  ]
}

function once<M extends Message>(load: () => Promise<Transport<M>>): Transport<M> {
  let loaded: Promise<Transport<M>> | undefined
  return async (message, id) => {
    loaded ??= load()
    const transport = await loaded
    await transport(message, id)
  }
}

/** A transport takes one kind of message, and its queue holds that kind. */
function only<C extends Message['channel']>(
  channel: C,
  transport: Transport<Extract<Message, { channel: C }>>,
): Sender {
  const is = (message: Message): message is Extract<Message, { channel: C }> => message.channel === channel
  return {
    channel,
    transport: async (message, id) => {
      if (!is(message)) throw new NotDelivered('never', `this is no ${channel}`)
      await transport(message, id)
    },
  }
}
