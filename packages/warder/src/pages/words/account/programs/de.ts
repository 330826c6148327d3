import { html, outside } from '../../../html.ts'
import { agents } from './agents/de.ts'
import { approvals } from './approvals/de.ts'
import { connections } from './connections/de.ts'
import type { ProgramsWords } from './en.ts'

export const programs: ProgramsWords = {
  agents,
  approvals,
  connections,
  cancel: 'Abbrechen',
  whatMayItDo: 'Was darf er?',

  applications: {
    title: 'Anwendungen',
    lead: 'Was dein Konto benutzen darf. Nimmst du den Zugriff zurück, gilt das sofort.',
    section: 'Mit Zugriff',
    none: 'Keine. Hier erscheint eine Anwendung, sobald du ihr etwas erlaubst.',
    allowed: 'Erlaubt:',
    takeBack: 'Zurücknehmen',
    takeBackOf: (application) => `Zugriff von ${application} zurücknehmen`,
  },

  organisations: {
    title: 'Organisationen',
    lead: 'Wo du Mitglied bist. Du hast ein Konto für alle, und jede sieht nur, was du bei ihr tust.',
    section: 'Mitglied bei',
    none: 'Keine. Wer eine Organisation leitet, kann dich einladen.',
    open: 'Öffnen',
    openIt: (organisation) => `${organisation} öffnen`,
    more: 'Mehr anzeigen',
    goOnTitle: (organisation) => `Weiter zu ${organisation}`,
    goOn: (organisation) => html`Weiter zu ${outside(organisation)}`,
    signedInAs: (email) => html`Du bist als <b>${outside(email)}</b> angemeldet.`,
    waits: (application) => html`<b>${outside(application)}</b> wartet dort auf dich.`,
    otherAccount: 'Anderes Konto verwenden',
    notNow: 'Jetzt nicht',
    refused: 'Dorthin geht es nicht weiter',
    refusedText: (email) =>
      `Du bist als ${email} angemeldet, und mit diesem Konto gehörst du nicht zu dieser Organisation. Bitte die Leute dort um eine Einladung, oder verwende ein anderes Konto.`,
    somebodyElse: 'Gefragt ist jemand anderes',
    somebodyElseText: (email) =>
      `Du bist als ${email} angemeldet, und die Anwendung wartet auf jemand anderen.`,
  },

  keys: {
    title: 'API-Schlüssel',
    lead: 'Mit einem Schlüssel handelt ein Programm von dir in deinem Namen, so weit du es erlaubst. Gib jedem Programm einen eigenen.',
    section: 'Deine Schlüssel',
    none: 'Keine. Du brauchst nur einen für ein Programm, das du selbst schreibst oder einrichtest.',
    older: 'Ältere Schlüssel anzeigen',
    add: 'Neuer API-Schlüssel',
    change: 'Ändern',
    changeIt: (name) => `${name} ändern`,
    test: 'Test',
    expired: 'Abgelaufen',
    oldWorks: 'Altes Geheimnis gilt noch',
    neverUsed: 'Noch nie benutzt',
    usedOnce: 'Einmal benutzt:',
    used: (times) => `${times}-mal benutzt, zuletzt:`,
    endless: 'läuft nicht ab',
    ended: 'abgelaufen:',
    ends: 'läuft ab:',
    itIsEndless: 'Er läuft nicht von selbst ab.',
    itEnded: (when) => `Abgelaufen: ${when}.`,
    itEnds: (when) => `Läuft ab: ${when}.`,

    new: {
      lead: 'Erlaube nur so viel, wie das Programm braucht, und lass den Schlüssel ablaufen, wenn du ihn nicht mehr brauchst.',
      section: 'Der Schlüssel',
      name: 'Wozu ist er da?',
      nameHint: 'Etwa „Backup zu Hause“, damit du ihn wiedererkennst.',
      end: 'Wann läuft er ab?',
      never: 'Nie',
      inAYear: 'In einem Jahr',
      inADay: 'In einem Tag',
      inDays: (days) => `In ${days} Tagen`,
      kind: 'Art',
      live: 'Für den echten Einsatz',
      test: 'Zum Ausprobieren',
      kindHint: 'Es steht im Schlüssel selbst, damit niemand sie verwechselt.',
      addresses: 'Nur von diesen Adressen',
      addressesHint:
        'IP-Adressen oder Netze mit Leerzeichen dazwischen, etwa 192.0.2.7 oder 10.0.0.0/8. Bleibt das leer, funktioniert der Schlüssel von überall.',
      submit: 'Schlüssel erstellen',
    },

    made: {
      title: 'Dein neuer API-Schlüssel',
      titleOfNext: 'Dein neues Geheimnis',
      lead: 'Leg ihn dort ab, wo dein Programm ihn liest.',
      oldOver: 'Das alte gilt nicht mehr.',
      oldUntil: (when) => `Das alte gilt noch bis: ${when}. Setz das neue vorher ein.`,
      once: 'Das zeigen wir nur jetzt. Markiere und kopiere alles, und bewahre es auf wie ein Passwort: Wer es hat, kann in deinem Namen handeln.',
      sent: (bearer, header) =>
        html`Dein Programm schickt es mit jeder Anfrage, im Header <code>${bearer}</code> oder <code>${header}</code>, und nie in einer Adresse.`,
      kept: 'Ich habe es aufbewahrt',
    },

    one: {
      lead: (when, end) => `Ein API-Schlüssel, erstellt: ${when}. ${end}`,
      about: 'Über diesen Schlüssel',
      newSecret: 'Ein neues Geheimnis',
      newSecretText:
        'Ersetze das Geheimnis von Zeit zu Zeit, und sofort, wenn es in falsche Hände geraten ist. Was der Schlüssel darf, bleibt gleich.',
      grace: 'Gilt das alte noch weiter?',
      day: 'Noch einen Tag',
      week: 'Noch eine Woche',
      notAtAll: 'Gar nicht: Vielleicht hat es jemand anderes',
      submit: 'Neues Geheimnis erstellen',
      revoke: 'Widerrufen',
      revokeText:
        'Das Programm, das diesen Schlüssel benutzt, ist sofort ausgesperrt. Das lässt sich nicht rückgängig machen.',
      revokeIt: 'Diesen Schlüssel widerrufen',
      back: 'Zurück zu den API-Schlüsseln',
      itMay: 'Er darf:',
      onlyFrom: (networks) => html`Nur von ${outside(networks)}.`,
      oldUntil: 'Das Geheimnis davor gilt noch bis:',
      byDay: 'Benutzung nach Tagen',
    },
  },
}
