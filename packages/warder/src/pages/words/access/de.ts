import { html, outside } from '../../html.ts'
import type { AccessWords } from './en.ts'
import { scopes } from './scopes/de.ts'

export const access: AccessWords = {
  scopes,
  title: 'Zugriff erlauben',
  heading: (application) => html`Darf ${outside(application)} auf dein Konto zugreifen?`,
  yourAccount: 'Dein Konto',
  whoAsks: 'Wer fragt',
  allows: 'Das darf die Anwendung dann',
  usedAt: 'Sie nutzt das bei:',
  deny: 'Ablehnen',
  allow: 'Erlauben',

  consent: {
    firstTime: 'Diese Anwendung möchte zum ersten Mal auf dein Konto zugreifen.',
    again:
      'Du hast dieser Anwendung schon einmal Zugriff erlaubt. Sie fragt noch einmal, für alles, was hier steht.',
    next: 'Danach geht es zu',
    onlyIf: (application) =>
      html`Erlaube es nur, wenn du <b>${outside(application)}</b> kennst und von dort kommst. Du kannst den Zugriff jederzeit in deinem Konto zurücknehmen.`,
  },

  details: { heading: 'Was sie genau verlangt', permission: 'Berechtigung' },

  about: {
    of: (application) => html`Über ${outside(application)}:`,
    policy: 'Datenschutzerklärung',
    terms: 'Nutzungsbedingungen',
  },

  stranger: {
    unknown: 'Diese Anwendung hat sich selbst registriert. Niemand hier weiß, wer hinter ihrem Namen steckt.',
    publishedAt: (host) =>
      html`Diese Anwendung hat sich selbst registriert und gehört denen, die <b>${outside(host)}</b> betreiben. Niemand hier hat ihren Namen geprüft.`,
    thisDevice: 'Ein Programm auf diesem Gerät',
  },

  chooseAccount: {
    title: 'Wähle ein Konto',
    here: 'Hier angemeldet',
    goOnAs: (name) => html`Weiter als ${outside(name)}`,
    other: 'Ein anderes Konto verwenden',
  },

  device: {
    title: 'Gerät verbinden',
    lead: 'Gib den Code ein, den dein Gerät oder Programm zeigt.',
    signInFirst: 'Melde dich zuerst an. Gib danach den Code ein, den dein Gerät oder Programm zeigt.',
    never: 'Wir schicken niemandem einen Code für diese Seite und fragen auch nie nach einem.',
    inFront: (code) =>
      html`Zeigt dein Gerät den Code <b>${outside(code)}</b>? Mach nur weiter, wenn du es vor dir hast und selbst damit angefangen hast.`,
    askedFrom: 'Angefragt von',
    sent: 'Hat dir jemand diesen Code oder den Link zu dieser Seite geschickt? Dann will diese Person in dein Konto: Wähle „Ablehnen“.',
    denied: 'Nicht verbunden',
    deniedText: 'Das Gerät bekommt keinen Zugriff auf dein Konto.',
    connected: 'Dein Gerät ist verbunden',
    connectedText:
      'Mach dort weiter: Es merkt das innerhalb weniger Sekunden. Du kannst den Zugriff jederzeit in deinem Konto zurücknehmen.',
    seeAccess: 'Ansehen, was Zugriff hat',
  },
}
