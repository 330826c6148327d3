import { html, outside } from '../../html.ts'
import type { EveryPageWords } from './en.ts'

export const everyPage: EveryPageWords = {
  failed: (title) => `Fehler: ${title}`,
  menu: (what) => `Menü: ${what}`,
  skip: 'Zum Inhalt springen',
  signIn: 'Anmelden',
  signOut: 'Abmelden',
  continue: 'Weiter',
  backToSignIn: 'Zurück zur Anmeldung',
  goToAccount: 'Zu deinem Konto',

  fields: {
    full_name: 'Dein Name',
    email: 'E-Mail-Adresse',
    current_password: 'Aktuelles Passwort',
    password: 'Passwort',
  },
  newPassword: 'Neues Passwort',
  passwordHint: (least) =>
    `Mindestens ${least} Zeichen. Ein paar Wörter, die nichts miteinander zu tun haben, sind leicht zu merken und schwer zu erraten. Leerzeichen sind erlaubt.`,
  remember: 'Auf diesem Gerät angemeldet bleiben',
  optional: '(freiwillig)',
  readDocument: (title, version) => html`Lesen: ${outside(title)}, Version ${outside(version)}`,

  lookAgain: 'Bitte sieh dir das noch einmal an:',
  labelled: (label) => `${label}:`,

  busy: 'Einen Moment: Dein Gerät erledigt noch eine kleine Aufgabe, dann geht es von selbst weiter.',
  waitFirst: (seconds) =>
    `Zurzeit schlagen viele Anmeldungen fehl. In deinem Browser laufen keine Skripte, die helfen könnten. Warte deshalb bitte ${seconds} Sekunden, bevor du weitermachst.`,

  passkeys: {
    not_supported: 'Dieser Browser kann hier keine Passkeys benutzen.',
    already_added: 'Dieses Gerät hat für dieses Konto schon einen Passkey.',
    no_passkey: 'Dieser Passkey ist hier nicht mehr bekannt. Melde dich auf andere Weise an.',
    unreachable: 'Der Server antwortet nicht. Bitte versuch es gleich noch einmal.',
    refused: 'Das hat nicht geklappt. Versuch es noch einmal, oder nimm einen anderen Weg.',
  },

  justNow: 'gerade eben',
  inAMoment: 'gleich',
}
