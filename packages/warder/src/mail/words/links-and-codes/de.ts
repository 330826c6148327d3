import { facts } from '../../facts.ts'
import { when } from '../../when.ts'
import type { LinkOrCodeKind, MailWords } from '../mail-words.ts'

const factNames = { device: 'Gerät', place: 'Ort', time: 'Zeit' }

export const linksAndCodes: Pick<MailWords, LinkOrCodeKind> = {
  signInLink: ({ brand, ...seen }) => ({
    subject: `Dein Link zum Anmelden bei ${brand}`,
    lines: [
      'jemand, hoffentlich du, hat einen Link zum Anmelden angefordert. Er gilt 15 Minuten lang und funktioniert nur einmal.',
      ...facts(factNames, seen, 'de'),
    ],
    action: 'Anmelden',
    closing:
      'Das warst nicht du? Dann ignoriere diese Nachricht einfach. Gib den Link nicht weiter, und verrate niemandem die Zahl, die dazugehört.',
  }),

  oneTimeCode: ({ brand, ...seen }) => ({
    subject: `Dein Code zum Anmelden bei ${brand}`,
    lines: [
      'jemand, hoffentlich du, hat einen Code zum Anmelden angefordert. Gib ihn dort ein, wo du ihn angefordert hast. Er gilt zehn Minuten.',
      ...facts(factNames, seen, 'de'),
    ],
    closing:
      'Gib diesen Code niemandem, auch nicht uns. Wenn du ihn nicht angefordert hast, ignoriere diese Nachricht einfach.',
  }),

  noAccount: ({ brand, open }) => ({
    subject: `Mit dieser Adresse gibt es kein Konto bei ${brand}`,
    lines: [
      `jemand, vielleicht du, wollte sich mit dieser Adresse bei ${brand} anmelden. Dazu gibt es noch kein Konto. Vielleicht hast du eine andere Adresse benutzt.`,
    ],
    action: open ? 'Konto anlegen' : 'Anmelden',
    closing: 'Wenn du das nicht warst, musst du nichts tun.',
  }),

  phoneAdded: ({ brand, at, number }) => ({
    subject: `Deinem Konto bei ${brand} wurde eine Telefonnummer hinzugefügt`,
    lines: [
      `am ${when(at, 'de')} wurde deinem Konto die Nummer ${number} hinzugefügt.`,
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab, entfernen die Nummer und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du sie selbst hinzugefügt hast, musst du nichts tun.',
  }),

  phoneRemoved: ({ brand, at, number }) => ({
    subject: `Von deinem Konto bei ${brand} wurde eine Telefonnummer entfernt`,
    lines: [
      `am ${when(at, 'de')} wurde die Nummer ${number} von deinem Konto entfernt. Wir schicken dorthin keine Codes mehr.`,
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du sie selbst entfernt hast, musst du nichts tun.',
  }),

  textStepAdded: ({ brand, at, number }) => ({
    subject: `Dein Konto bei ${brand} fragt jetzt nach einem Code vom Telefon`,
    lines: [
      `seit dem ${when(at, 'de')} schicken wir bei jeder Anmeldung einen Code an ${number}, als zweiten Schritt.`,
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab, schalten es wieder aus und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing:
      'Wenn du es selbst eingeschaltet hast, musst du nichts tun. Bewahre deine Wiederherstellungscodes sicher auf.',
  }),

  textStepRemoved: ({ brand, at, last }) => ({
    subject: `Dein Konto bei ${brand} fragt nicht mehr nach einem Code vom Telefon`,
    lines: [
      `am ${when(at, 'de')} wurde der Code per SMS als zweiter Schritt ausgeschaltet.`,
      last
        ? 'Du hast jetzt keinen zweiten Schritt mehr, und deine Wiederherstellungscodes gelten nicht mehr: Wer dein Passwort kennt, kann sich anmelden.'
        : 'Deine anderen zweiten Schritte funktionieren wie bisher.',
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du ihn selbst ausgeschaltet hast, musst du nichts tun.',
  }),
}
