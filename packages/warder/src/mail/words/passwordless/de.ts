import { when } from '../../when.ts'
import type { MailWords, PasswordlessKind } from '../mail-words.ts'

export const passwordless: Pick<MailWords, PasswordlessKind> = {
  passwordRemoved: ({ brand, at }) => ({
    subject: `Dein Passwort bei ${brand} wurde entfernt`,
    lines: [
      `dein Passwort wurde am ${when(at, 'de')} entfernt. Kein Passwort öffnet dein Konto mehr: Du meldest dich so an, wie du es sonst eingerichtet hast.`,
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing:
      'Wenn du das so wolltest, musst du nichts tun. Du kannst jederzeit wieder ein Passwort festlegen.',
  }),

  passwordAdded: ({ brand, at }) => ({
    subject: `Dein Konto bei ${brand} hat jetzt ein Passwort`,
    lines: [
      `für dein Konto wurde am ${when(at, 'de')} ein Passwort festgelegt. Ab jetzt kannst du dich auch damit anmelden, neben dem, was du schon eingerichtet hast.`,
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du es selbst festgelegt hast, musst du nichts tun.',
  }),

  identityAdded: ({ brand, at, provider }) => ({
    subject: `${provider} meldet dich jetzt bei ${brand} an`,
    lines: [
      `am ${when(at, 'de')} wurde ein Konto bei ${provider} mit deinem Konto verbunden. Wer es dort benutzen kann, meldet sich ab jetzt auch hier damit an.`,
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab, trennen die Verbindung und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du es selbst verbunden hast, musst du nichts tun.',
  }),

  identityRemoved: ({ brand, at, provider }) => ({
    subject: `${provider} meldet dich nicht mehr bei ${brand} an`,
    lines: [
      `am ${when(at, 'de')} wurde ein Konto bei ${provider} von deinem Konto getrennt. Es meldet hier niemanden mehr an.`,
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du es selbst getrennt hast, musst du nichts tun.',
  }),

  setPassword: ({ brand }) => ({
    subject: `Ein Passwort für ${brand} festlegen?`,
    lines: [
      'dein Konto hat zurzeit kein Passwort, das du vergessen könntest. Wenn du dich auf andere Weise anmelden kannst, nimm diese.',
      'Möchtest du ein Passwort haben, dann lege über den Link unten eines fest. Er gilt eine Stunde lang und funktioniert nur einmal.',
    ],
    action: 'Passwort festlegen',
    closing: 'Das warst nicht du? Dann ignoriere diese Nachricht einfach: Ohne den Link passiert nichts.',
  }),
}
