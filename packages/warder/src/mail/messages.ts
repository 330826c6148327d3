import type { Seconds } from '@warder/protocol'
import type { Config, Locale } from '../config/config.ts'
import { brandOf } from '../brand/brand.ts'
import { buttonColour, usualPalette } from '../brand/palette.ts'
import type { App } from '../app.ts'
import type { Db } from '../store/open.ts'
import { findByName } from '../store/tenants.ts'
import { tenantOf, type Tenant } from '../tenants/tenant.ts'
import { acceptedLocale, localeOf } from '../http/browser/locale.ts'
import type { Call } from '../http/router.ts'
import { localeOfPage } from '../http/words/frame.ts'
import { layOut } from './layout.ts'
import type { MailMessage } from './outbox.ts'
import { de } from './words/de.ts'
import { en } from './words/en.ts'
import { es } from './words/es.ts'
import { fr } from './words/fr.ts'
import type { MailKind, MailParameters, MailWords, Sayings } from './words/mail-words.ts'
import { pt } from './words/pt.ts'

const languages: Readonly<Record<Locale, MailWords>> = { en, de, fr, es, pt }

/** Whom a message is for, and in which language they read. */
export type Reader = { address: string; full_name: string; locale: Locale }

/** Whose messages they are, and in which language where nothing else is known. */
type Branded = { config: Pick<Config, 'brand'> }

/** Somebody with an account, at their main address or another. Their own language counts, whoever caused the message. */
export function personOf(
  { config }: Branded,
  user: { email: string; full_name: string; locale: string | null },
  address = user.email,
): Reader {
  const locale = localeOf(user.locale) ?? config.brand.locale
  return { address, full_name: user.full_name, locale }
}

/**
 * The same in front of a page of ours, which knows the language of whoever has chosen none. One that they have chosen stays: else
 * somebody with their password could have the warning come in one that they do not read.
 */
export function readerAt(call: Pick<Call, 'app' | 'caller'>, user: Parameters<typeof personOf>[1]): Reader {
  return personOf(call.app, { ...user, locale: localeOf(user.locale) ?? localeOfPage(call) ?? null })
}

/** Somebody of whom only the address is known, and the language of the page on which it was given, or of the program. */
export function strangerAt(call: Pick<Call, 'app' | 'request' | 'caller'>, address: string): Reader {
  const { app, request } = call
  const accepted = localeOfPage(call) ?? acceptedLocale(request.headers.get('accept-language'))
  return { address, full_name: '', locale: accepted ?? app.config.brand.locale }
}

/** In whose name a message is sent. */
type Sending = { app: Branded; tenant: Pick<Tenant, 'brand'> }

/** The same where nobody calls. Of a tenant that has just gone messages are in the name of the server. */
export async function inNameOf(tx: Db, app: App, tenant_id: string): Promise<Sending> {
  const row = await findByName(tx, tenant_id)
  return {
    app,
    tenant: row ? tenantOf(row, app.config) : { brand: { name: null, colour: null, logo: null } },
  }
}

/** One message in the language of its reader. */
export function compose<K extends MailKind>(
  { app, tenant }: Sending,
  kind: K,
  reader: Reader,
  told: MailParameters[K],
): MailMessage {
  const language = languages[reader.locale]
  const sayings: Sayings = language
  const { name: brand, palette = usualPalette } = brandOf(app, tenant)
  const { link, code }: { link?: string; code?: string; at?: Seconds } = told
  return layOut(sayings[kind]({ ...told, brand }), {
    to: reader.address,
    locale: reader.locale,
    brand,
    colour: buttonColour(palette),
    greeting: language.greeting(greetable(reader.full_name)),
    link_again: language.link_again,
    ...(link !== undefined && { link }),
    ...(code !== undefined && { code }),
  })
}

/**
 * The name as a greeting says it, or nothing. Mail programs make links of what looks like an address, and nobody's
 * name needs to look like one; nor does one fill the screen (SE-20).
 */
function greetable(full_name: string): string {
  return full_name.length > 80 || /[/@\\<>]|[^\s.]\.[^\s.]{2}/u.test(full_name) ? '' : full_name
}
