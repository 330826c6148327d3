import { html, outside } from '../../html.ts'
import type { SecondStepWords } from './en.ts'
import { setUp } from './set-up/de.ts'

export const secondStep: SecondStepWords = {
  ...setUp,
  ways: {
    passkey: 'Passkey oder Sicherheitsschlüssel verwenden',
    totp: 'Authenticator-App verwenden',
    sms: 'Code per SMS bekommen',
    backup_code: 'Wiederherstellungscode verwenden',
    email: 'Code per E-Mail bekommen',
  },
  notNow: 'Jetzt nicht',

  asked: {
    titles: {
      passkey: 'Verwende deinen Passkey',
      totp: 'Gib deinen Code ein',
      sms: 'Gib deinen Code ein',
      backup_code: 'Gib einen Wiederherstellungscode ein',
      email: 'Gib deinen Code ein',
    },
    leads: {
      passkey:
        'Klick auf den Button und folge deinem Gerät: Fingerabdruck, Gesicht, PIN oder Sicherheitsschlüssel.',
      totp: 'Öffne deine Authenticator-App und gib den Code ein, den sie gerade zeigt.',
      sms: 'Wir haben dir eine SMS mit einem Code geschickt.',
      backup_code:
        'Einer der Codes, die du beim Einrichten des zweiten Schritts aufbewahrt hast. Jeder gilt nur einmal.',
    },
    mailed: (email) => html`Wir haben einen Code an <b>${outside(email)}</b> geschickt.`,
    unusual: (email) =>
      html`Diese Anmeldung sieht anders aus als sonst. Damit wir sicher sind, dass du es bist, haben wir einen Code an <b>${outside(email)}</b> geschickt.`,
    hints: {
      totp: 'Sechs Ziffern. Alle 30 Sekunden kommt ein neuer.',
      sms: 'Sechs Ziffern. Er gilt zehn Minuten.',
      backup_code: 'Vier Gruppen aus je vier Buchstaben und Ziffern, etwa abcd-efgh-jkmn-pqrs.',
      email: 'Sechs Ziffern. Er gilt zehn Minuten.',
    },
    recoveryCode: 'Wiederherstellungscode',
    sent: 'Ein neuer Code ist unterwegs. Frühere gelten nicht mehr.',
    nothingTexted: 'Nach ein paar Minuten noch nichts da? Lass dir einen neuen schicken.',
    another: 'Nimm einen anderen Weg',
    passkey: 'Weiter mit einem Passkey',
    notFinished: 'Das wurde nicht abgeschlossen. Versuch es noch einmal, oder nimm einen anderen Weg.',
    scripts: 'Ein Passkey braucht JavaScript. Nimm unten einen anderen Weg.',
    trust: (days) => `Auf diesem Gerät ${days === 1 ? 'einen Tag' : `${days} Tage`} lang nicht mehr fragen`,
    endedTitle: 'Bitte melde dich noch einmal an',
    ended: 'Diese Anmeldung ist vorbei. Bitte melde dich noch einmal an.',
  },

  confirm: {
    title: 'Zeig, dass du es bist',
    secondStepFor: (application) =>
      html`weiter zu <b>${outside(application)}</b>. Dort wird ein zweiter Schritt verlangt.`,
    password: 'Bevor du das änderst, gib bitte noch einmal dein Passwort ein.',
    anyWay: 'Bevor du das änderst, zeig bitte, dass du es bist.',
    another: 'Oder auf anderem Weg',
    again: (provider) => html`Noch einmal mit ${outside(provider)} anmelden`,
  },

  recover: {
    title: 'Zurück in dein Konto',
    lead: (email) =>
      html`Für <b>${outside(email)}</b>, anstelle eines zweiten Schritts, den du verloren hast.`,
    submit: 'Neuen zweiten Schritt einrichten',
    wait: (from) =>
      html`Das funktioniert ab dem <b>${from}</b>. Wir warten ein wenig, damit es niemand hinter deinem Rücken benutzen kann. Öffne den Link dann noch einmal.`,
    notYou: 'Du hast nicht darum gebeten? Dann stopp es und ändere dein Passwort.',
    stop: 'Stoppen',
    stopped: 'Es ist gestoppt',
    stoppedText:
      'Der Link funktioniert nicht mehr. Sag denen, die diesen Dienst betreiben, dass du es nicht warst, und ändere dein Passwort.',
    changePassword: 'Passwort ändern',
    dead: 'Bitte die, die diesen Dienst betreiben, um einen neuen.',
  },
}
