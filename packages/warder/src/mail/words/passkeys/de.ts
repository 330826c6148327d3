import { facts } from '../../facts.ts'
import { when } from '../../when.ts'
import type { MailWords, PasskeyKind } from '../mail-words.ts'

const factNames = { device: 'Gerät', place: 'Ort', time: 'Zeit' }

export const passkeys: Pick<MailWords, PasskeyKind> = {
  passkeyAdded: ({ brand, ...seen }) => ({
    subject: `Deinem Konto bei ${brand} wurde ein Passkey hinzugefügt`,
    lines: [
      'deinem Konto wurde ein Passkey hinzugefügt. Ab jetzt fragen wir beim Anmelden danach, und wo er das kann, meldet er dich ganz allein an.',
      ...facts(factNames, seen, 'de'),
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab, nehmen den Passkey wieder von deinem Konto und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du ihn selbst hinzugefügt hast, musst du nichts tun.',
  }),

  passkeyRemoved: ({ brand, at, last }) => ({
    subject: `Von deinem Konto bei ${brand} wurde ein Passkey entfernt`,
    lines: [
      `am ${when(at, 'de')} wurde ein Passkey von deinem Konto entfernt. Er meldet niemanden mehr an.`,
      last
        ? 'Du hast keinen zweiten Schritt mehr, und deine Wiederherstellungscodes gelten nicht mehr.'
        : 'Deine anderen zweiten Schritte funktionieren wie bisher.',
    ],
    action: 'Das war ich nicht',
    closing:
      'Wenn du ihn selbst entfernt hast, musst du nichts tun. In der App oder auf dem Schlüssel, der ihn aufbewahrt, kannst du ihn löschen.',
  }),

  passkeyCopied: ({ brand, refused, ...seen }) => ({
    subject: `Ein Passkey deines Kontos bei ${brand} wurde vielleicht kopiert`,
    lines: [
      'einer deiner Passkeys wurde benutzt, und es sieht so aus, als gäbe es eine Kopie davon.',
      refused ? 'Wir haben damit niemanden hineingelassen.' : 'Die Anmeldung ging durch.',
      ...facts(factNames, seen, 'de'),
      'Entferne diesen Passkey in den Sicherheitseinstellungen deines Kontos und füge einen neuen hinzu. Wenn du ihn nicht gerade benutzt hast, klick auf den Button: Wir melden dann alle ab und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing:
      'Auch ein Sicherheitsschlüssel, der zurückgesetzt oder aus einer Sicherung wiederhergestellt wurde, kann so aussehen.',
  }),
}
