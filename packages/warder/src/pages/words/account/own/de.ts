import { html } from '../../../html.ts'
import type { OwnWords } from './en.ts'
import { events } from './events/de.ts'
import { signingIn } from './security/de.ts'

export const own: OwnWords = {
  ...signingIn,
  events,

  menu: {
    title: 'Konto',
    administration: 'Verwaltung',
    groups: { account: 'Dein Konto', signIn: 'Anmeldung', programs: 'Apps und Programme' },
    pages: {
      profile: 'Profil',
      emails: 'E-Mail-Adressen',
      privacy: 'Datenschutz',
      security: 'Sicherheit',
      sessions: 'Sitzungen',
      activity: 'Aktivität',
      applications: 'Anwendungen',
      approvals: 'Freigaben',
      connections: 'Verbindungen',
      apiKeys: 'API-Schlüssel',
      agents: 'Agenten',
    },
  },

  outcomes: {
    name: 'Gespeichert.',
    'link-sent':
      'Wir haben einen Link an diese Adresse geschickt. Öffne ihn, während du hier angemeldet bist.',
    'address-added': 'Diese Adresse gehört jetzt zu deinem Konto.',
    'main-address': 'Deine Hauptadresse ist geändert. Überall sonst wurdest du abgemeldet.',
    'address-removed': 'Die Adresse ist entfernt.',
    password: 'Dein Passwort ist geändert. Überall sonst wurdest du abgemeldet.',
    'password-removed': 'Dein Passwort ist entfernt. Überall sonst wurdest du abgemeldet.',
    'password-added': 'Du hast jetzt ein Passwort.',
    'password-kept': 'Du behältst dein Passwort.',
    session: 'Diese Sitzung ist beendet.',
    sessions: 'Du bist überall sonst abgemeldet.',
    forgotten: 'Auf diesem Gerät wirst du ab jetzt wieder nach dem zweiten Schritt gefragt.',
    joined: 'Du hast die Einladung angenommen.',
    organisation: 'Du bist bei dieser Organisation angemeldet.',
    confirmed: 'Danke. Jetzt kannst du die Änderung machen.',
    'authenticator-added': 'Deine neue Authenticator-App ist eingerichtet.',
    'authenticator-renamed': 'Deine Authenticator-App hat ihren neuen Namen.',
    'authenticator-removed': 'Diese Authenticator-App ist entfernt.',
    'code-sent': 'Wir haben einen Code an diese Nummer geschickt. Gib ihn unten ein.',
    'phone-added': 'Diese Nummer gehört jetzt zu deinem Konto.',
    'phone-uses': 'Gespeichert.',
    'phone-removed': 'Deine Telefonnummer ist entfernt.',
    'passkey-added': 'Dein Passkey ist bereit. Probier ihn bei der nächsten Anmeldung aus.',
    'passkey-renamed': 'Dein Passkey hat seinen neuen Namen.',
    'passkey-removed': 'Dieser Passkey ist entfernt.',
    'identity-connected': 'Dieses Konto ist verbunden. Ab jetzt kannst du dich damit anmelden.',
    'identity-removed': 'Dieses Konto ist getrennt. Du kannst dich nicht mehr damit anmelden.',
    'key-revoked': 'Dieser API-Schlüssel funktioniert nicht mehr.',
    'agent-added': 'Dein Agent ist bereit.',
    'agent-stopped': 'Dieser Agent ist angehalten. Alles, was er erreichen konnte, ist für ihn geschlossen.',
    'agent-started':
      'Dieser Agent darf wieder arbeiten. Es kann ein paar Sekunden dauern, bis er etwas bekommt.',
    'agent-removed': 'Dieser Agent ist entfernt.',
    'agent-allowed': 'Du hast es erlaubt, dieses eine Mal.',
    'agent-denied': 'Du hast es nicht erlaubt.',
    'approval-given': 'Du hast es erlaubt. Dort geht es von selbst weiter.',
    'approval-denied': 'Du hast es nicht erlaubt.',
    'approval-muted': 'Diese Anwendung fragt dich nicht mehr.',
    'approval-unmuted': 'Diese Anwendung darf dich wieder fragen.',
    connected: 'Dieser Dienst ist verbunden.',
    'not-connected': 'Du hast die Verbindung nicht erlaubt, deshalb wurde nichts verbunden.',
    'given-back': 'Dieser Dienst ist getrennt, und er hat den Zugriff zurückgenommen.',
    disconnected:
      'Dieser Dienst ist hier getrennt. Den Zugriff nimmt er nicht von selbst zurück: Entferne ihn auch dort in deinen Einstellungen.',
    'program-allowed': 'Dieses Programm darf die Verbindung jetzt benutzen.',
    'program-withdrawn': 'Dieses Programm darf die Verbindung nicht mehr benutzen.',
    application: 'Diese Anwendung hat keinen Zugriff mehr.',
    agreed: 'Danke. Wir haben festgehalten, dass du zustimmst.',
    withdrawn: 'Du hast es zurückgenommen. Das gilt ab jetzt.',
  },

  rows: {
    lastUsed: (when) => html`zuletzt benutzt: ${when}`,
    notUsed: 'noch nicht benutzt',
    change: 'Ändern',
    changeNamed: (name) => `${name} ändern`,
    remove: 'Entfernen',
    rename: 'Umbenennen',
    name: 'Name',
    yourName: 'Wie du es nennst',
    save: 'Speichern',
    cancel: 'Abbrechen',
    backToSecurity: 'Zurück zu Sicherheit',
  },

  profile: {
    lead: 'So sehen dich Anwendungen und andere Leute.',
    nameAndLanguage: 'Name und Sprache',
    language: 'Sprache unserer Seiten und E-Mails',
    noPreference: 'Keine Vorgabe',
    account: 'Konto',
    changeEmail: 'Ändern',
    roles: 'Rollen',
    noRoles: 'Keine',
    organisations: 'Organisationen',
    member: 'Wo du Mitglied bist',
  },

  emails: {
    lead: 'Du kannst dich mit jeder davon anmelden. Unsere Nachrichten gehen an die Hauptadresse.',
    yours: 'Deine Adressen',
    another: 'Weitere Adresse',
    hint: 'Wir schicken einen Link dorthin. Es ändert sich nichts, bis du ihn öffnest und dabei in diesem Konto angemeldet bist.',
    add: 'Diese Adresse hinzufügen',
    addAsMain: 'Als Hauptadresse hinzufügen',
    main: 'Hauptadresse',
    notConfirmed: 'Nicht bestätigt',
    makeMain: 'Zur Hauptadresse machen',
    makeMainNamed: (email) => `Zur Hauptadresse machen: ${email}`,
    removeNamed: (email) => `${email} entfernen`,
    added: (when) => html`Hinzugefügt: ${when}`,
    linkSent: (when) => html`Link gesendet: ${when}`,
    held: (until) =>
      html`War deine Hauptadresse. Von dort lässt sich die Änderung zurücknehmen, deshalb bleibt sie bis zum ${until}.`,
  },

  sessions: {
    lead: 'Hier bist du angemeldet. Eine Sitzung kennst du nicht? Beende sie und ändere dann dein Passwort.',
    signedIn: 'Angemeldet',
    older: 'Ältere Anmeldungen zeigen',
    everywhereElse: 'Überall sonst abmelden',
    thisDevice: 'Dieses Gerät',
    lastUsed: (when) => html`Zuletzt benutzt: ${when}`,
    since: (when) => html`angemeldet: ${when}`,
    signOutNamed: (device) => `${device} abmelden`,
    notAsked: 'Ohne zweiten Schritt',
    askedAgain: (when) => html`nächste Nachfrage: ${when}`,
    forget: 'Gerät vergessen',
    forgetNamed: (device) => `Gerät vergessen: ${device}`,
    unknownDevice: 'Unbekanntes Gerät',
    device: (browser, system) => `${browser} auf ${system}`,
  },

  activity: {
    lead: 'Was mit deinem Konto passiert ist. Etwas davon warst nicht du? Ändere dein Passwort und sieh dir dann deine Sitzungen an.',
    newestFirst: 'Neueste zuerst',
    nothingMore: 'Mehr gibt es nicht.',
    older: 'Ältere zeigen',
  },

  privacy: {
    lead: 'Wozu du zugestimmt hast, was über dich bekannt ist, und wie du gehen kannst.',
    agreed: 'Wozu du zugestimmt hast',
    needed: 'Für dieses Konto nötig',
    takeBack: 'Zurücknehmen',
    takeBackNamed: (title) => `Zurücknehmen: ${title}`,
    agree: 'Zustimmen',
    agreeNamed: (title) => `Zustimmen: ${title}`,
    never: 'Du hast nicht zugestimmt.',
    withdrawnOn: (when) => html`Zurückgenommen: ${when}`,
    outdatedOn: (when) => html`Einer früheren Fassung zugestimmt: ${when}`,
    givenOn: (when) => html`Zugestimmt: ${when}`,
    givenForGood: (when) =>
      html`Zugestimmt: ${when}. Um das zurückzunehmen, deaktiviere oder lösche unten dein Konto.`,

    data: 'Deine Daten',
    dataText:
      'Eine Datei mit allem, was wir über dich wissen: dein Profil, deine Geräte und Sitzungen, wozu du zugestimmt hast, was du Anwendungen und Agenten erlaubt hast, und was passiert ist. Passwörter und andere Geheimnisse stehen nicht darin. Wir sagen dir per E-Mail, dass die Datei erstellt wurde.',
    download: 'Meine Daten herunterladen',

    deactivate: 'Deaktivieren',
    deactivateText:
      'Du wirst überall abgemeldet, und keine Anwendung kann dein Konto benutzen. Andere Dienste, die du verbunden hast, werden getrennt. Sonst wird nichts gelöscht: Melde dich wieder an, wann immer du willst, und alles Übrige ist, wie du es verlassen hast.',
    deactivateIt: 'Mein Konto deaktivieren',
    deactivated: 'Dein Konto ist deaktiviert',
    deactivatedText:
      'Du bist überall abgemeldet. Wenn du es wieder benutzen möchtest, melde dich einfach an.',

    erase: 'Löschen',
    eraseText:
      'Alles, was wir über dich wissen, wird gelöscht: dein Name, deine Adressen, Passwörter, Geräte und Sitzungen, und was du Anwendungen erlaubt hast. Was passiert ist und wozu du zugestimmt hast, bleibt in unseren Aufzeichnungen, aber ohne dass man sieht, dass du es warst. Das lässt sich nicht rückgängig machen.',
    understood: 'Ich verstehe, dass nichts mein Konto zurückbringen kann.',
    eraseIt: 'Mein Konto löschen',
    tickFirst: 'Bitte setz zuerst das Häkchen.',
    erased: 'Dein Konto ist gelöscht',
    erasedText:
      'Alles, was wir über dich wussten, ist weg. Wir haben dir eine letzte E-Mail geschickt, in der das steht.',
  },
}
