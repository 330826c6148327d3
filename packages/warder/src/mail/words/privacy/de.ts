import { when } from '../../when.ts'
import type { MailWords, PrivacyKind } from '../mail-words.ts'

export const privacy: Pick<MailWords, PrivacyKind> = {
  dataExported: ({ brand, at, own }) => ({
    subject: `Von deinen Daten bei ${brand} wurde eine Kopie gemacht`,
    lines: own
      ? [
          `am ${when(at, 'de')} wurde aus deinem Konto heraus eine Kopie von allem gemacht, was wir über dich wissen. Passwörter und Geheimnisse stehen nicht darin.`,
          'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab und helfen dir, ein neues Passwort festzulegen.',
        ]
      : [
          `am ${when(at, 'de')} hat der Betreiber von ${brand} eine Kopie von allem gemacht, was über dich bekannt ist. Passwörter und Geheimnisse stehen nicht darin.`,
        ],
    action: own ? 'Das war ich nicht' : 'Ansehen, was passiert ist',
    closing: own
      ? 'Wenn du sie selbst heruntergeladen hast, musst du nichts tun.'
      : 'Das ist üblich, wenn du per Brief oder E-Mail nach deinen Daten gefragt hast. Wenn nicht, frag dort nach dem Grund.',
  }),
}
