import { facts } from '../../facts.ts'
import { when } from '../../when.ts'
import type { MailWords, PasskeyKind } from '../mail-words.ts'

const factNames = { device: 'Gerät', place: 'Ort', time: 'Zeit' }

export const passkeys: Pick<MailWords, PasskeyKind> = {
  passkeyAdded: ({ brand, ...seen }) => ({
    subject: `Ein Passkey wurde zu deinem Konto bei ${brand} hinzugefügt`,
    lines: [
      'Ein Passkey wurde zu deinem Konto hinzugefügt. Ab jetzt fragen wir beim Anmelden danach, und wo er das kann, meldet er dich ganz allein an.',
      ...facts(factNames, seen, 'de'),
      'Falls du das nicht warst, drücke auf den Knopf. Wir melden alle ab, nehmen den Passkey wieder von deinem Konto und helfen dir, ein neues Passwort zu setzen.',
    ],
    action: 'Das war ich nicht',
    closing: 'Falls du ihn selbst hinzugefügt hast, musst du nichts tun.',
  }),

  passkeyRemoved: ({ brand, at, last }) => ({
    subject: `Ein Passkey wurde von deinem Konto bei ${brand} entfernt`,
    lines: [
      `Am ${when(at, 'de')} wurde ein Passkey von deinem Konto entfernt. Er meldet niemanden mehr an.`,
      last
        ? 'Du hast keinen zweiten Schritt mehr, und deine Wiederherstellungscodes gelten nicht mehr.'
        : 'Deine anderen zweiten Schritte funktionieren wie bisher.',
    ],
    action: 'Das war ich nicht',
    closing:
      'Falls du ihn selbst entfernt hast, musst du nichts tun. In der App oder auf dem Schlüssel, der ihn aufbewahrt, kannst du ihn löschen.',
  }),

  passkeyCopied: ({ brand, refused, ...seen }) => ({
    subject: `Ein Passkey deines Kontos bei ${brand} wurde vielleicht kopiert`,
    lines: [
      'Ein Passkey von dir wurde benutzt, und es sieht so aus, als gäbe es eine Kopie davon.',
      refused ? 'Wir haben damit niemanden hineingelassen.' : 'Die Anmeldung ging durch.',
      ...facts(factNames, seen, 'de'),
      'Entferne diesen Passkey in den Sicherheitseinstellungen deines Kontos und füge einen neuen hinzu. Falls du ihn nicht gerade benutzt hast, drücke auf den Knopf: Wir melden alle ab und helfen dir, ein neues Passwort zu setzen.',
    ],
    action: 'Das war ich nicht',
    closing:
      'Auch ein Sicherheitsschlüssel, der zurückgesetzt oder aus einer Sicherung wiederhergestellt wurde, kann so aussehen.',
  }),
}
