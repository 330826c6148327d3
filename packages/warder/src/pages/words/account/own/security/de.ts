import { html, outside } from '../../../../html.ts'
import type { SigningInWords } from './en.ts'

const numbers = ['', '', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun']

function ways(many: number): string {
  if (many === 0) return 'Du hast noch keinen Weg eingerichtet, dich anzumelden.'
  if (many === 1) return 'Du hast einen Weg eingerichtet, dich anzumelden.'
  return `Du hast ${numbers[many] ?? String(many)} Wege eingerichtet, dich anzumelden.`
}

export const signingIn: SigningInWords = {
  security: {
    ways,
    oneMore: 'Mit einem weiteren kommst du auch dann hinein, wenn du diesen verlierst.',
    secondStep: 'Ein zweiter Schritt würde andere draußen halten.',
    password: 'Passwort',
    changePassword: 'Passwort ändern',
    recent: 'Letzte Aktivität',
    nothing: 'Noch nichts.',
    notYou: (path) =>
      html`Etwas davon warst nicht du? Ändere dein Passwort und <a href="${path}">sieh dir dann deine Sitzungen an</a>.`,
    everything: 'Alles zeigen',
  },

  passkeys: {
    title: 'Passkeys',
    none: 'Melde dich mit deinem Fingerabdruck, deinem Gesicht oder der PIN deines Geräts an, ohne Passwort. Ein Passkey funktioniert nur hier, deshalb kann dich niemand dazu bringen, ihn zu verraten.',
    add: 'Passkey hinzufügen',
    addKey: 'Sicherheitsschlüssel hinzufügen',
    noScripts: 'In deinem Browser laufen keine Skripte. Um einen Passkey hinzuzufügen, braucht es eines.',
    added: (when) => html`Hinzugefügt: ${when}`,
    synced: 'Synchronisiert',
    thisKey: 'Nur dieser Schlüssel',
    oneDevice: 'Nur ein Gerät',
    afterPassword: 'Wird nach deinem Passwort verlangt',
    isPasskey: (when) => `Passkey, hinzugefügt: ${when}`,
    isKey: (when) => `Sicherheitsschlüssel, hinzugefügt: ${when}`,
    removeText:
      'Danach kannst du dich damit nicht mehr anmelden. Dein Gerät zeigt ihn vielleicht noch eine Weile. Du kannst ihn auch dort löschen.',
    removeIt: 'Entfernen',

    offer: {
      title: 'Melde dich nächstes Mal schneller an',
      lead: 'Mit einem Passkey meldest du dich mit deinem Fingerabdruck, deinem Gesicht oder der PIN dieses Geräts an. Du musst dir nichts merken und nichts eintippen.',
      onlyYou: 'Nur du kannst ihn benutzen: Dein Fingerabdruck oder Gesicht verlässt das Gerät nie.',
      stays: 'Dein Passwort bleibt, wie es ist.',
      create: 'Passkey anlegen',
      notNow: 'Jetzt nicht',
      notNowGoOn: 'Jetzt nicht, weiter',
      later: 'Du kannst jederzeit einen hinzufügen, in deinem Konto unter „Sicherheit“.',
    },
  },

  passwordless: {
    none: 'Du hast kein Passwort, also kann es niemand erraten oder stehlen.',
    set: 'Passwort festlegen',
    setLead: 'Damit kannst du dich anmelden, zusätzlich zu den Wegen, die du schon hast.',
    setIt: 'Passwort festlegen',
    may: 'Du kannst dich ohne dein Passwort anmelden.',
    remove: 'Passwort entfernen',
    oneMorePasskey:
      'Du kannst dich ohne dein Passwort anmelden. Füg noch einen Passkey hinzu, für den Tag, an dem du den ersten verlierst, dann darfst du dein Passwort entfernen.',
    removeLead: 'Ein Passwort, das es nicht gibt, kann niemand erraten, stehlen oder weitergeben.',
    changes: 'Was sich ändert',
    fromNowOn: 'Ab jetzt meldest du dich so an:',
    ways: {
      passkey: 'mit deinem Passkey, also mit deinem Fingerabdruck, deinem Gesicht oder der PIN deines Geräts',
      mail: 'mit einem Link oder einem Code, den wir dir per E-Mail schicken',
      phone: 'mit einem Code, den wir an dein Telefon schicken',
      identity: 'mit deinem Konto anderswo, etwa dem bei der Arbeit',
    },
    stops:
      'Dein Passwort gilt sofort nicht mehr, und auf deinen anderen Geräten wirst du abgemeldet. Du kannst hier jederzeit ein neues festlegen.',
    removeIt: 'Mein Passwort entfernen',
    notYet: 'Noch nicht',

    suggestion: 'Ohne Passwort anmelden',
    suggestions: {
      oneMore: {
        text: 'Du hast dich ohne dein Passwort angemeldet. Füg noch einen Weg hinzu, dich anzumelden, dann darfst du es entfernen.',
        action: 'Weiteren Weg hinzufügen',
      },
      remove: {
        text: 'Du kannst dich jetzt ohne dein Passwort anmelden. Möchtest du es entfernen?',
        action: 'Passwort entfernen',
      },
      addOne: {
        text: 'Mit einem Passkey meldest du dich mit deinem Fingerabdruck, deinem Gesicht oder der PIN deines Geräts an. Du musst dir kein Passwort merken.',
        action: 'Passkey hinzufügen',
      },
      tryIt: {
        text: 'Du hast einen Passkey. Nimm ihn bei der nächsten Anmeldung anstelle deines Passworts.',
        action: 'Passkeys ansehen',
      },
    },
    notNow: 'Jetzt nicht',
  },

  identities: {
    title: 'Verbundene Konten',
    none: 'Melde dich mit einem Konto an, das du anderswo hast. Wir erfahren daraus deinen Namen und deine Adresse, aber nie dein Passwort dort.',
    connect: (provider) => `${provider} verbinden`,
    closed: 'Meldet dich nicht mehr an',
    connected: (when) => html`Verbunden: ${when}`,
    disconnect: 'Trennen',
    disconnectNamed: (provider) => `${provider} trennen`,
    asked: (provider) => `${provider} verbinden?`,
    askedLead: 'Sieh nach, ob beide Konten dir gehören.',
    happens: 'Was passiert',
    willSignIn: (label, provider, email) =>
      html`Mit <b>${outside(label)}</b> bei ${outside(provider)} kommst du ab jetzt in dein Konto <b>${outside(email)}</b>, ohne ein Passwort von uns.`,
  },

  phone: {
    title: 'Telefonnummer',
    none: 'Keine',
    noneText: 'Wir können Codes dorthin schicken, zum Anmelden oder als zweiten Schritt.',
    added: (when) => html`Hinzugefügt: ${when}`,
    changeSpoken: 'Telefonnummer ändern',
    addSpoken: 'Telefonnummer hinzufügen',
    add: 'Hinzufügen',
    signsIn: 'Zum Anmelden',
    isSecondStep: 'Zweiter Schritt',
    lead: 'Wir schicken Codes per SMS dorthin und sonst nichts. Niemand anderes sieht sie.',
    typeCode: 'Gib den Code ein',
    yours: 'Deine Nummer',
    addOne: 'Nummer hinzufügen',
    another: 'Durch eine andere Nummer ersetzen',
    notThat: 'Doch eine andere Nummer?',
    off: 'SMS sind hier nicht eingerichtet.',
    sent: (number) =>
      html`Wir haben einen Code an <b>${outside(number)}</b> geschickt. Es ändert sich nichts, bis du ihn hier eingibst.`,
    code: 'Code',
    codeHint: 'Sechs Ziffern. Er gilt zehn Minuten.',
    confirm: 'Diese Nummer bestätigen',
    removeSpoken: 'Telefonnummer entfernen',
    hint: 'Mit Ländervorwahl, etwa +41 79 123 45 67. Wir schicken einen Code dorthin.',
    send: 'Code senden',
    signInBox: 'Ich möchte mich mit einem Code anmelden, der dorthin geht',
    secondStepBox: 'Nach meinem Passwort soll ein Code dorthin gehen, als zweiter Schritt',
    safer:
      'Eine Authenticator-App ist sicherer: Telefonnummern kann jemand übernehmen, und SMS lassen sich unterwegs mitlesen.',
  },

  secondStep: {
    title: 'Zweiter Schritt',
    none: 'Eine Authenticator-App auf deinem Telefon zeigt jede halbe Minute einen neuen Code. Ist eine eingerichtet, kommt niemand allein mit deinem Passwort hinein.',
    add: 'Authenticator-App hinzufügen',
    on: 'Eingeschaltet',
    codes: 'Wiederherstellungscodes',
    left: (left, of) => `${left} von ${of} übrig`,
    codesText: 'Falls du dein Telefon verloren hast. Sobald du neue erstellst, gelten die alten nicht mehr.',
    newCodes: 'Neue Codes',
    newCodesSpoken: 'Neue Codes anstelle der alten',
    scanThenType: 'Erst scannen, dann eingeben',
    added: (when) => html`Hinzugefügt: ${when}`,
    isApp: (when) => `Authenticator-App, hinzugefügt: ${when}`,
    removeLast:
      'Das ist dein einziger zweiter Schritt. Ohne ihn kann sich jeder anmelden, der dein Passwort kennt, und deine Wiederherstellungscodes gelten nicht mehr.',
    removeText: 'Wir nehmen dann keine Codes aus dieser App mehr an. Deine anderen zweiten Schritte bleiben.',
    removeIt: 'Diese App entfernen',
    yourCodes: 'Deine Wiederherstellungs\u00adcodes',
    yourCodesLead:
      'Mit ihnen kommst du hinein, wenn dein Telefon verloren oder kaputt ist. Ohne sie kann dir vielleicht niemand helfen.',
    keepSafe: 'Bewahre sie sicher auf',
    why: {
      added:
        'Deine Authenticator-App ist eingerichtet. Ab der nächsten Anmeldung fragen wir nach ihrem Code.',
      phone: 'Ab der nächsten Anmeldung fragen wir nach einem Code, den wir an dein Telefon schicken.',
      new: 'Hier sind deine neuen Codes. Die alten gelten nicht mehr.',
    },
  },
}
