import { html, outside } from '../../../html.ts'
import type { SetUpWords } from './en.ts'

export const setUp: SetUpWords = {
  setUp: {
    title: 'Zweiten Schritt einrichten',
    lead: 'Dieses Konto braucht einen zweiten Schritt. Richte jetzt einen ein, dann bist du drin.',
    passkeyLead:
      'Mit deinem Fingerabdruck, deinem Gesicht, der PIN dieses Geräts oder einem Sicherheitsschlüssel.',
    passkey: 'Passkey anlegen',
    appLead: 'Mit einer App auf deinem Telefon, die einen Code zeigt. Den gibst du beim Anmelden ein.',
    app: 'Authenticator-App verwenden',
    textLead: 'Mit Codes per SMS. Telefonnummern kann jemand übernehmen, die anderen Wege sind sicherer.',
    text: 'SMS verwenden',
    somethingElse: 'Etwas anderes wählen',
    turnOn: 'Einschalten',
    number: 'Deine Telefonnummer',
    numberLead: 'Wir schicken jetzt einen Code dorthin, und von da an bei jeder Anmeldung.',
    numberHint: 'Mit Ländervorwahl, etwa +41 79 123 45 67.',
    enter: 'Gib den Code ein',
    sent: (number) => html`Wir haben einen Code an <b>${outside(number)}</b> geschickt.`,
    done: 'Bewahre deine Wiederherstellungscodes auf',
    doneLead: 'Dein zweiter Schritt ist eingeschaltet. Ab jetzt fragen wir beim Anmelden nach einem Code.',
    goOn: 'Ich habe sie aufbewahrt: weiter',
  },

  app: {
    title: 'Authenticator-App hinzufügen',
    lead: 'Zwei Dinge sind zu tun: Scann das Bild und gib dann den Code ein, den die App zeigt.',
    scan: 'Öffne deine Authenticator-App, wähle „Hinzufügen“ oder „+“ und halte die Kamera auf dieses Bild. Wenn du noch keine solche App hast, hol dir eine aus dem App-Store deines Telefons. Jede, die QR-Codes scannt, ist geeignet.',
    picture: 'QR-Code für deine Authenticator-App',
    cannotScan: 'Ich kann ihn nicht scannen',
    typeKey:
      'Gib stattdessen diesen Schlüssel in die App ein. Groß- und Kleinschreibung und Leerzeichen spielen keine Rolle.',
    openHere: 'In einer App auf diesem Gerät öffnen',
    code: 'Code aus der App',
    codeHint: 'Sechs Ziffern, jede halbe Minute neue.',
    name: 'Wie nennst du sie? (freiwillig)',
    nameHint: 'Etwa „Blaues Telefon“, damit du sie wiedererkennst.',
  },

  codes: {
    file: (brand) => `Wiederherstellungscodes für ${brand}. Jeder gilt nur einmal.`,
    onlyNow:
      'Wir zeigen diese Codes nur jetzt. Druck diese Seite aus, schreib sie ab oder speichere sie dort, wo nur du herankommst.',
    letYouIn:
      'Wenn du dein Telefon oder deinen Schlüssel verlierst, kommst du mit einem dieser Codes nach deinem Passwort hinein. Jeder gilt nur einmal.',
    save: 'Als Datei speichern',
    kept: 'Ich habe sie aufbewahrt',
    passkeyIsSetUp: 'Dein Passkey ist eingerichtet. Bewahre deine Wiederherstellungscodes auf.',
  },
}
