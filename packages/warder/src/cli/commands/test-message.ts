import type { Locale } from '../../config/config.ts'
import { newId } from '../../crypto/tokens.ts'
import { compose } from '../../mail/messages.ts'
import type { Message } from '../../mail/outbox.ts'
import { parseNumber } from '../../sms/number.ts'
import { mayText } from '../../sms/quota.ts'
import type { Channel } from '../../store/operations/outbox.ts'
import { parseEmail } from '../../users/email.ts'
import type { Operator } from '../../users/manage.ts'
import { CliError } from '../failure.ts'

/** What `mail test` and `sms test` send. A text message of an operator counts against the limits like any other. */
export async function testMessage(
  { app, tenant }: Operator,
  channel: Channel,
  to: string,
  locale: Locale,
): Promise<{ id: string; message: Message }> {
  const id = newId('msg')
  if (channel === 'email') {
    const email = parseEmail(to)
    if (!email) throw new CliError('invalid_input', `${to} is not an email address.`, 2)
    const reader = { address: email.address, full_name: '', locale }
    return { id, message: compose({ app, tenant }, 'mailTest', reader, { at: app.now() }) }
  }
  const number = await parseNumber(to)
  if (!number) throw new CliError('invalid_input', `${to} is not a telephone number such as +41791234567.`, 2)
  if (!(await mayText(app.db, app, { tenant_id: tenant.id, address: 'operator', number })))
    throw new CliError(
      'too_many_requests',
      'This number or its neighbours got enough messages. Wait a while.',
    )
  const text = `${app.config.brand.name}: this is a test. There is nothing to do.`
  return { id, message: { channel: 'sms', to: number.e164, text } }
}
