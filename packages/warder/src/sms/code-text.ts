import { brandOf } from '../brand/brand.ts'
import type { Config, Locale } from '../config/config.ts'
import type { Tenant } from '../tenants/tenant.ts'
import type { TextMessage } from '../mail/outbox.ts'

/** What the code of a text message is for, which the message says: a code that was asked for elsewhere is not given away. */
export type CodePurpose = 'sign-in' | 'confirm'

/**
 * One text message each, in the seven-bit alphabet of text messages where the brand is (3GPP TS 23.038 §6.2.1): a single
 * letter outside of it would have every message cost two.
 */
const words: Record<Locale, Record<CodePurpose, (code: string, brand: string) => string>> = {
  en: {
    'sign-in': (code, brand) => `${code} signs you in to ${brand}. Do not give it to anybody.`,
    confirm: (code, brand) => `${code} confirms your phone number for ${brand}. Do not give it to anybody.`,
  },
  de: {
    'sign-in': (code, brand) => `${code} ist dein Code zum Anmelden bei ${brand}. Gib ihn niemandem.`,
    confirm: (code, brand) => `Mit ${code} bestätigst du deine Nummer für ${brand}. Gib den Code niemandem.`,
  },
  fr: {
    'sign-in': (code, brand) => `${code} est ton code de connexion pour ${brand}. Ne le donne à personne.`,
    confirm: (code, brand) => `${code} confirme ton numéro pour ${brand}. Ne donne ce code à personne.`,
  },
  es: {
    'sign-in': (code, brand) => `${code} es tu clave para entrar en ${brand}. No se la des a nadie.`,
    confirm: (code, brand) => `Con ${code} confirmas tu teléfono en ${brand}. No des esta clave a nadie.`,
  },
  pt: {
    'sign-in': (code, brand) => `Use ${code} para entrar em ${brand}. Nunca passe isso a outra pessoa.`,
    confirm: (code, brand) =>
      `Use ${code} para confirmar seu telefone em ${brand}. Nunca passe isso a outra pessoa.`,
  },
}

/**
 * A text message with a code. Its last line binds the code to our site, so that browsers offer to fill it in there and
 * nowhere else (WICG Origin-bound one-time codes §3).
 *
 * @param to in E.164 form
 */
export function codeText(
  app: { config: Pick<Config, 'brand'> },
  tenant: Pick<Tenant, 'origin' | 'brand'>,
  { to, locale, purpose, code }: { to: string; locale: Locale; purpose: CodePurpose; code: string },
): TextMessage {
  const said = words[locale][purpose](code, brandOf(app, tenant).name)
  return { channel: 'sms', to, text: `${said}\n\n@${new URL(tenant.origin).hostname} #${code}` }
}
