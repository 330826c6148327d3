import { accept, list, oneOf, refuse, type Kind } from '../kinds/kind.ts'
import { setting } from '../kinds/setting.ts'

const onOff = oneOf(['on', 'off'] as const)

const country: Kind<string> = {
  label: 'two-letter code',
  parse: (input) =>
    /^[A-Za-z]{2}$/.test(input)
      ? accept(input.toUpperCase())
      : refuse('is not a country', 'Use its two letters, such as CH (ISO 3166-1)'),
}

/** Signing in by a link or a code that is sent: see docs/links-and-codes.md. */
export const withoutPasswordSettings = {
  'magic_link.enabled': setting({
    kind: onOff,
    env: 'WARDER_MAGIC_LINK',
    default: 'on',
    help: 'whether people may sign in with a link by mail',
  }),
  'otp.email': setting({
    kind: onOff,
    env: 'WARDER_OTP_EMAIL',
    default: 'on',
    help: 'whether people may sign in with a code by mail',
  }),
  'otp.sms': setting({
    kind: onOff,
    env: 'WARDER_OTP_SMS',
    default: 'on',
    help: 'whether people may sign in with a code by text message, where SMS_URL is set and they chose so for their number',
  }),
  'sms.countries': setting({
    kind: list(country),
    env: 'WARDER_SMS_COUNTRIES',
    default: '',
    help: 'countries whose numbers get text messages, by their two letters; empty is every country',
  }),
}
