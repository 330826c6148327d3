import { locales } from '../config.ts'
import * as address from '../kinds/address.ts'
import { colour, integer, oneOf, path, text } from '../kinds/kind.ts'
import { setting } from '../kinds/setting.ts'
import { smsProvider } from '../kinds/sms.ts'

/** How mail and text messages leave, and in whose name: see docs/mail-and-sms.md. */
export const messageSettings = {
  smtp_url: setting({
    kind: address.url(['smtp:', 'smtps:'], 'smtps://user:password@mail.example.com:465'),
    env: 'SMTP_URL',
    secret: true,
    otherwise: 'no mail is sent; refused in production',
    help: 'mail server',
  }),
  mail_from: setting({
    kind: address.mailbox,
    env: 'MAIL_FROM',
    otherwise: 'no-reply at the host of the issuer',
    help: 'sender of every mail',
  }),
  sms_url: setting({
    kind: smsProvider,
    env: 'SMS_URL',
    secret: true,
    otherwise: 'no text messages are sent',
    help: 'twilio://ACCOUNT_SID:AUTH_TOKEN@api.twilio.com?from=NUMBER or webhook+https://host/path?secret=whsec_…',
  }),
  sms_per_hour: setting({
    kind: integer(1, 10_000_000),
    env: 'WARDER_SMS_PER_HOUR',
    default: '1000',
    help: 'text messages that a tenant may cause in an hour, since each costs money',
  }),
  'brand.name': setting({
    kind: text(60),
    env: 'WARDER_BRAND_NAME',
    default: 'Warder',
    help: 'name on pages and in mail',
  }),
  'brand.color': setting({
    kind: colour,
    env: 'WARDER_BRAND_COLOR',
    otherwise: "Warder's blue",
    help: 'colour that those of the pages and mails are made from, such as #0a7d55',
  }),
  'brand.logo': setting({
    kind: path,
    env: 'WARDER_BRAND_LOGO',
    otherwise: 'a shield and the name',
    help: 'picture at the head of pages: PNG, JPEG, WebP or GIF of at most 45 kB',
  }),
  'brand.locale': setting({
    kind: oneOf(locales),
    env: 'WARDER_BRAND_LOCALE',
    default: 'en',
    help: 'language of pages and mail to people who told none',
  }),
}
