import { html, outside } from '../../../../html.ts'
import type { AgentsWords } from './en.ts'

const work = (action: string, workspace: string) =>
  html`<code>${outside(action)}</code> in <code>${outside(workspace)}</code>`

export const agents: AgentsWords = {
  lead: 'Programme, die selbstständig arbeiten, soweit du es erlaubst. Du siehst, was jeder getan hat, und hältst ihn mit einem Klick an.',
  questions: 'Sie warten auf deine Antwort',
  yours: 'Deine Agenten',
  none: 'Keine. Du brauchst nur dann einen, wenn ein Programm ohne dich arbeiten soll.',
  noneOfTenant: 'Keine.',
  add: 'Neuer Agent',
  older: 'Ältere Agenten anzeigen',
  ofTenant: (brand) => `Agenten von ${brand}`,
  didInYourName: (brand) => `Was Agenten von ${brand} in deinem Namen getan haben`,
  takeBack: (applications) =>
    html`Sie handeln für dich in einer Anwendung, der du Zugriff gegeben hast. Nimm ihn unter <a href="${applications}">Anwendungen</a> zurück, dann handelt dort nichts mehr in deinem Namen.`,
  elsewhere: (applications, keys) =>
    html`Was du Anwendungen erlaubt hast, findest du unter <a href="${applications}">Anwendungen</a>, die Schlüssel von Programmen unter <a href="${keys}">API-Schlüssel</a>.`,
  look: 'Ansehen',
  lookAt: (name) => `${name} ansehen`,
  stop: 'Anhalten',
  stopIt: (name) => `${name} anhalten`,
  stopped: 'Angehalten',
  inPeoplesNames: 'Darf im Namen anderer handeln',
  inYourName: 'Darf in deinem Namen handeln',
  neverWorked: 'Noch nie gearbeitet',
  workedLast: (when) => html`Zuletzt gearbeitet: ${when}`,

  question: {
    wants: (name, action, workspace) => html`<b>${outside(name)}</b> möchte: ${work(action, workspace)}`,
    wantsInYourName: (name, action, workspace) =>
      html`<b>${outside(name)}</b> möchte in deinem Namen handeln: ${work(action, workspace)}`,
    ofTenantWants: (name, brand, action, workspace) =>
      html`<b>${outside(name)}</b> von ${brand} möchte: ${work(action, workspace)}`,
    ofTenantWantsInAName: (name, brand, action, workspace) =>
      html`<b>${outside(name)}</b> von ${brand} möchte im Namen von jemandem handeln: ${work(action, workspace)}`,
    asked: (when) => html`Gefragt: ${when}`,
    says: (text) => html`Er sagt: „${outside(text)}“`,
    ifAllowed: 'Wenn du es erlaubst, darf er einige Minuten lang:',
    barred: {
      keys: 'Du hast ihm seinen Schlüssel gegeben, deshalb muss es jemand anderes erlauben.',
      scopes: 'Du darfst das selbst nicht, deshalb muss es jemand anderes erlauben.',
    },
    allow: 'Dieses eine Mal erlauben',
    deny: 'Nicht erlauben',
  },

  deeds: {
    called: (method, url) => html`Hat aufgerufen: ${method} <code>${outside(url)}</code>`,
    asked: (action, workspace) => html`Hat gefragt, ob er darf: ${work(action, workspace)}`,
    gotAccess: (action, workspace) => html`Hat Zugriff bekommen: ${work(action, workspace)}`,
    gotAccessInYourName: (action, workspace) =>
      html`Hat in deinem Namen Zugriff bekommen: ${work(action, workspace)}`,
    gotAccessInAName: (action, workspace) =>
      html`Hat im Namen von jemandem Zugriff bekommen: ${work(action, workspace)}`,
    refused: (why) => html`Wurde abgelehnt, weil ${why}`,
    refusedWork: (action, workspace, why) => html`Wurde abgelehnt: ${work(action, workspace)}, weil ${why}`,
    reasons: {
      stopped: 'er angehalten war',
      owner: 'sein Besitzer sich nicht anmelden konnte',
      workspace: 'er dort nicht arbeiten darf',
      action: 'er das nicht tun darf',
      runtime: 'er dort nicht laufen darf',
      on_behalf_of: 'er nicht in diesem Namen handeln darf',
      scope: 'er diese Berechtigung nicht hat',
      denied: 'es ihm nicht erlaubt wurde',
      replayed: 'er dasselbe zweimal geschickt hat',
    },
    otherReason: 'nicht stimmte, was er geschickt hat',
  },

  one: {
    lead: (purpose, when) => `${purpose} Ein Agent. Angelegt: ${when}.`,
    leadOfTenant: (purpose, brand, when) => `${purpose} Ein Agent von ${brand}. Angelegt: ${when}.`,
    atWork: 'Bei der Arbeit',
    may: 'Was er darf',
    program: 'Für das Programm',
    did: 'Was er getan hat',
    didNothing: 'Bisher nichts.',
    older: 'Älteres anzeigen',
    remove: 'Entfernen',
    removeText:
      'Der Agent wird vergessen, und alles, was er erreichen konnte, ist für ihn geschlossen. Das lässt sich nicht rückgängig machen.',
    removeIt: 'Diesen Agenten entfernen',
    back: 'Zurück zu den Agenten',
    stopText:
      'Halte ihn an, und alles, was er erreichen konnte, ist innerhalb von Sekunden für ihn geschlossen. Du kannst ihn wieder starten.',
    startText: 'Er bekommt nichts, bis du ihn wieder startest.',
    stopIt: 'Diesen Agenten anhalten',
    startIt: 'Wieder starten',
    callsItself: 'So nennt er sich',
    asksAt: 'Hier fragt er an',
    callsYou: 'So nennt er dich',
    itMay: 'Er darf:',
    actInPeoplesNames: 'Im Namen anderer handeln, wo eine Anwendung ihn lässt',
    actInYourName: 'In deinem Namen handeln',
    forThisWork: 'Für diese Arbeit',
    anyWork: 'Jede Arbeit',
    onlyHere: 'Nur hier',
    everywhere: 'Überall',
    runningOn: 'Läuft hier',
    anyRuntime: 'Überall',
    asksAbout: 'Nur nach Rückfrage',
    nothing: 'Nichts',
    everything: 'Alles',
  },

  new: {
    title: 'Neuer Agent',
    lead: 'Erlaube nur so viel, wie seine Arbeit braucht. Du siehst, was er getan hat, und kannst ihn jederzeit anhalten.',
    section: 'Der Agent',
    nothingToAllow: 'Hier gibt es noch nichts, was du einem Agenten erlauben könntest.',
    labels: {
      name: 'Name',
      purpose: 'Wozu ist er da?',
      scopes: 'Was darf er?',
      actions: 'Für welche Arbeit?',
      sensitive_actions: 'Wonach soll er jedes Mal fragen?',
      workspaces: 'Wo?',
      public_keys: 'Sein öffentlicher Schlüssel',
    },
    nameHint: 'Zum Beispiel „Bibliothekar“, damit du ihn wiedererkennst.',
    purposeHint: 'In wenigen Worten, zum Beispiel „Hält meine Notizen in Ordnung“.',
    owner: 'Wem gehört er?',
    mine: 'Mir',
    ofTenant: (brand) => `Er gehört zu ${brand}`,
    ownerHint:
      'Was allen gehört, bleibt, wenn du gehst. Du gibst ihm seinen Schlüssel, deshalb beantwortet jemand anderes, was er fragt.',
    actionsHint:
      'Namen mit Leerzeichen dazwischen, so wie das Programm sie nennt: notes:sort, oder notes:* für alles rund um Notizen.',
    sensitiveHint:
      'Namen wie die oben, zum Beispiel notes:delete. Für diese Arbeit bekommt er nichts, bevor jemand Ja gesagt hat.',
    workspacesHint:
      'Die Arbeitsbereiche oder Projekte, in denen er arbeiten darf, mit Leerzeichen dazwischen, oder * für alle.',
    inAName: 'Er darf auch im Namen von jemandem handeln',
    inMyName: 'Er darf auch in meinem Namen handeln',
    keyHint: (make, show) =>
      html`Das Programm erzeugt ein Schlüsselpaar und behält den privaten Schlüssel. Füge den öffentlichen hier ein, als JWK oder PEM: <code>${make}</code>, dann <code>${show}</code>.`,
    submit: 'Agenten hinzufügen',
  },
}
