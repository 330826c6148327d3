import { html, outside } from '../../html.ts'
import type { SignInWords } from './en.ts'

export const signIn: SignInWords = {
  continueTo: (application) => html`weiter zu <b>${outside(application)}</b>`,
  inbox: 'Sieh in deinem Postfach nach',
  nothingThere:
    'Nach ein paar Minuten noch nichts da? Sieh im Spam-Ordner nach, oder lass dir die Nachricht noch einmal schicken.',
  again: 'Noch einmal senden',
  sendLink: 'Link senden',
  continueWith: (provider) => `Weiter mit ${provider}`,
  signInWith: (provider) => html`Anmelden mit ${outside(provider)}`,
  passkey: 'Mit einem Passkey anmelden',
  textCode: 'Code per SMS bekommen',
  mailLink: 'Link zum Anmelden per E-Mail',
  mailCode: 'Code per E-Mail bekommen',

  login: {
    title: 'Anmelden',
    forgot: 'Passwort vergessen?',
    register: (path) => html`Neu hier? <a href="${path}">Konto anlegen</a>`,
    back: (application) => html`Zurück zu ${outside(application)}`,
    verified: 'Deine Adresse ist bestätigt. Du kannst dich jetzt anmelden.',
  },

  register: {
    title: 'Konto anlegen',
    submit: 'Konto anlegen',
    login: (path) => html`Du hast schon ein Konto? <a href="${path}">Anmelden</a>`,
    sent: (email) =>
      html`Wir haben eine Nachricht an <b>${outside(email)}</b> geschickt. Öffne den Link darin, um fertig zu werden.`,
    resent: 'Noch einmal gesendet. Es kann eine Minute dauern, bis die Nachricht ankommt.',
    nothingThere:
      'Noch nichts da? Sieh im Spam-Ordner nach, oder lass dir die Nachricht noch einmal schicken.',
    otherAddress: 'Andere Adresse verwenden',
    closed: 'Hier legt man sich kein Konto an',
    closedText:
      'Konten vergibt bei diesem Dienst, wer ihn betreibt. Bitte dort um eines, oder melde dich an, wenn du schon eines hast.',
  },

  verify: {
    title: 'E-Mail bestätigen',
    heading: 'Bestätige deine E\u2011Mail\u2011Adresse',
    submit: 'Bestätigen',
    oneMore: 'Noch ein Schritt, dann ist dein Konto fertig.',
    otherBrowser:
      'Du hast diesen Link in einem anderen Browser geöffnet als dem, in dem du dich registriert hast. Dein Passwort zeigt, dass du es bist.',
    password: (least) =>
      `Das Passwort, das du beim Registrieren gewählt hast. Oder wähle ein neues mit mindestens ${least} Zeichen.`,
    notYou: 'Du hast kein Konto angelegt? Dann schließ diese Seite einfach, und es passiert nichts.',
    dead: 'Registriere dich noch einmal, oder melde dich an, wenn du deine Adresse schon bestätigt hast.',
  },

  forgot: {
    title: 'Passwort vergessen?',
    lead: 'Gib deine E-Mail-Adresse ein. Wir schicken dir einen Link, mit dem du ein neues Passwort festlegst.',
    sent: (email) =>
      html`Wenn es zu <b>${outside(email)}</b> ein Konto gibt, ist ein Link zu einem neuen Passwort unterwegs.`,
    sentSomewhere:
      'Wenn es zu dieser Adresse ein Konto gibt, ist ein Link zu einem neuen Passwort unterwegs.',
  },

  reset: {
    title: 'Neues Passwort festlegen',
    titleOfFirst: 'Passwort festlegen',
    submit: 'Passwort speichern',
    lead: 'Überall sonst wirst du abgemeldet.',
    leadOfFirst:
      'Dein Konto hat zurzeit kein Passwort. Sobald es eines hat, kann jeder, der es kennt, eine Anmeldung beginnen. Überall sonst wirst du abgemeldet.',
    required: 'Dein Passwort muss geändert werden, bevor es weitergeht.',
    added: 'Du hast jetzt ein Passwort',
    changed: 'Dein Passwort ist geändert',
    done: 'Du wurdest überall abgemeldet. Melde dich mit dem neuen Passwort an.',
  },

  deadLink: {
    title: 'Dieser Link funktioniert nicht mehr',
    text: (advice) => `Er wurde schon benutzt oder ist abgelaufen. ${advice}`,
    askAnew: 'Fordere einen neuen an.',
    sendNew: 'Neuen Link senden',
    setPassword: 'Neues Passwort festlegen',
  },

  confirm: {
    becomesMain: (email, account) =>
      html`${outside(email)} wird die Hauptadresse des Kontos <b>${outside(account)}</b>.`,
    isAdded: (email, account) =>
      html`${outside(email)} wird dem Konto <b>${outside(account)}</b> hinzugefügt.`,
    notYou: 'Du wolltest das nicht? Dann schließ diese Seite einfach, und es passiert nichts.',
    dead: 'Füge die Adresse noch einmal hinzu, dann bekommst du einen neuen.',
    signInFirst: 'Ist das dein Konto? Dann melde dich dort an, um weiterzumachen.',
    other: (account) =>
      html`Du bist als <b>${outside(account)}</b> angemeldet, und das ist ein anderes Konto. Gehört das oben genannte dir? Dann melde dich ab und öffne den Link aus der Nachricht noch einmal.`,
  },

  undo: {
    title: 'Änderung deiner Adresse zurücknehmen',
    lead: (email) => html`<b>${outside(email)}</b> wird wieder die Hauptadresse deines Kontos.`,
    text: 'Adressen, die jemand anderes hinzugefügt hat, werden entfernt, alle werden überall abgemeldet, und das Passwort gilt nicht mehr. Wir schicken dir einen Link, mit dem du ein neues festlegst.',
    submit: 'Änderung zurücknehmen',
    notYou: 'Du hast sie selbst geändert? Dann schließ diese Seite einfach, und es passiert nichts.',
    dead: 'Wenn jemand anderes in deinem Konto ist, leg ein neues Passwort fest.',
    done: 'Die Änderung ist zurückgenommen',
    doneText:
      'Alle wurden abgemeldet. Leg mit dem Link, den wir dir gerade geschickt haben, ein neues Passwort fest.',
  },

  invite: {
    title: 'Du bist eingeladen',
    titleOf: (organisation) => `${organisation} lädt dich ein`,
    headingOf: (organisation) => html`${outside(organisation)} lädt dich ein`,
    lead: 'Sag uns deinen Namen und wähle ein Passwort, dann ist dein Konto fertig.',
    submit: 'Mein Konto anlegen',
    join: (email) => html`Du nimmst als <b>${outside(email)}</b> an, mit dem Konto, das du schon hast.`,
    accept: 'Einladung annehmen',
    notNow: 'Jetzt nicht',
    dead: 'Diese Einladung funktioniert nicht mehr',
    deadText:
      'Sie wurde schon benutzt, zurückgezogen oder ist abgelaufen. Bitte die Person, die dich eingeladen hat, um eine neue.',
    known: 'Du hast schon ein Konto',
    knownText: (email) =>
      `Die Einladung ist für ${email}, und zu dieser Adresse gibt es inzwischen ein Konto. Melde dich damit an, um sie anzunehmen.`,
    signOutFirst: 'Zuerst abmelden',
  },

  logout: {
    title: 'Abmelden',
    heading: 'Abmelden?',
    lead: 'Du wirst in diesem Browser abgemeldet.',
    leadOf: (application) => html`<b>${outside(application)}</b> möchte dich in diesem Browser abmelden.`,
    stay: 'Angemeldet bleiben',
    stays: {
      'not proved':
        'Die Anfrage, dich abzumelden, ist ungültig: Sie kam mit einem Token, das nicht von uns ist. Danach bleibst du hier.',
      'not named':
        'Die Anfrage, dich abzumelden, sagt nicht, von welcher Anwendung sie ist. Danach bleibst du hier.',
      'not registered':
        'Die Anfrage, dich abzumelden, ist ungültig: Die Anwendung hat die Adresse, zu der sie dich schicken will, nicht registriert. Danach bleibst du hier.',
    },
    out: 'Du bist abgemeldet',
    outText: 'Du kannst diese Seite schließen oder dich wieder anmelden.',
    goOn: (host) => `Weiter zu ${host}`,
    signingOut: 'Du wirst abgemeldet',
    told: (applications) => html`Hier bist du abgemeldet. Jetzt erfährt es noch ${outside(applications)}.`,
    toldMany: (applications) =>
      html`Hier bist du abgemeldet. Jetzt erfahren es noch ${outside(applications)}.`,
  },

  notMe: {
    title: 'Das war ich nicht',
    heading: 'Das warst nicht du?',
    lead: (email) =>
      html`Dann kennt jemand das Passwort von <b>${outside(email)}</b>. Wir helfen dir, diese Person auszusperren.`,
    signedOut: 'Du wirst überall abgemeldet, und alle Anwendungen verlieren ihren Zugriff.',
    stopsWorking: 'Das Passwort gilt sofort nicht mehr.',
    mailed: 'Wir schicken dir eine E-Mail mit einem Link, mit dem du ein neues festlegst.',
    submit: 'Mein Konto sperren',
    itWasYou: 'Du warst es doch? Dann schließ diese Seite einfach, und es passiert nichts.',
    done: 'Dein Konto ist gesperrt',
    doneText:
      'Du bist überall abgemeldet, und das alte Passwort gilt nicht mehr. Wir haben dir eine E-Mail mit einem Link geschickt, mit dem du ein neues festlegst.',
    dead: 'Wenn du fürchtest, dass jemand in deinem Konto ist, leg ein neues Passwort fest: Damit werden alle abgemeldet.',
  },

  wasItMe: {
    title: 'Warst du das?',
    lead: (email) =>
      html`Wir haben eine Anmeldung bei <b>${outside(email)}</b> gestoppt, weil sie anders aussah als sonst.`,
    device: 'Gerät',
    place: 'Ort',
    time: 'Zeit',
    done: 'Danke',
    doneText: 'Du kannst dich jetzt auf diesem Gerät anmelden. Nimm dein Passwort wie gewohnt.',
    yes: 'Ja, das war ich',
    no: 'Nein, mein Konto sperren',
    after:
      'Warst du es, melde dich dort danach noch einmal an. Wenn nicht, wirst du überall abgemeldet, das Passwort gilt nicht mehr, und wir schicken dir einen Link, mit dem du ein neues festlegst.',
  },

  setup: {
    title: 'Einrichten',
    heading: 'Willkommen',
    lead: 'Leg das erste Administratorkonto an. Dieser Link funktioniert nur einmal.',
    submit: 'Konto anlegen',
  },

  code: {
    ask: 'Mit einem Code anmelden',
    send: 'Code senden',
    mailHint: 'Wir schicken dir dorthin einen Code, den du hier eingibst.',
    phone: 'Telefonnummer',
    phoneHint:
      'Mit Ländervorwahl, etwa +41\u00a079\u00a0123\u00a045\u00a067. Das geht mit einer Nummer, die du deinem Konto hinzugefügt hast.',
    enter: 'Gib deinen Code ein',
    mailed: (email) =>
      html`Wenn <b>${outside(email)}</b> zu einem Konto gehört, ist ein Code per E-Mail unterwegs.`,
    texted: (number) =>
      html`Wenn <b>${outside(number)}</b> zu einem Konto gehört, ist ein Code per SMS unterwegs.`,
    another:
      'Wenn seit dem letzten eine Minute vergangen ist, ist ein weiterer Code unterwegs. Gib den neuesten ein.',
    code: 'Code',
    codeHint: 'Sechs Ziffern. Er gilt zehn Minuten, und nur hier.',
    nothingMailed:
      'Nach ein paar Minuten noch nichts da? Sieh im Spam-Ordner nach, oder lass dir einen neuen schicken.',
    nothingTexted: 'Nach einer Minute noch nichts da? Lass dir einen neuen schicken.',
    sendNew: 'Neuen Code senden',
  },

  magic: {
    ask: 'Mit einem Link anmelden',
    hint: 'Wir schicken dir dorthin einen Link, der dich ohne Passwort anmeldet.',
    codeInstead: 'Lieber einen Code zum Eingeben schicken',
    sent: (email) =>
      html`Wir haben an <b>${outside(email)}</b> geschrieben. Wenn es dazu ein Konto gibt, steht in der E-Mail ein Link. Öffne ihn und klick auf den Button. Er gilt 15 Minuten.`,
    another: 'Ein weiterer Link ist unterwegs, außer du hast sehr oft gefragt. Nur der neueste funktioniert.',
    number:
      'Liest du deine E-Mails auf einem anderen Gerät? Dann meldest du dich dort an und wirst nach dieser Zahl gefragt:',
    tellNobody: 'Verrate sie niemandem. Wir fragen nie per E-Mail oder am Telefon danach.',
    open: 'Mit diesem Link anmelden?',
    openLead: (email) => html`Du wirst hier als <b>${outside(email)}</b> angemeldet.`,
    other: (account) =>
      html`Du bist gerade als <b>${outside(account)}</b> angemeldet. Mach nur weiter, wenn das andere Konto auch dir gehört.`,
    waitsElsewhere:
      'Die Anwendung, von der du kommst, wartet dort, wo du den Link angefordert hast. Um sie hier zu benutzen, fang dort noch einmal an.',
    typeNumber: 'Zahl',
    numberHint:
      'Du hast den Link in einem anderen Browser angefordert. Dort stehen auf der Seite vier Ziffern. Gib sie hier ein.',
    notYou:
      'Du hast diesen Link nicht angefordert? Dann schließ diese Seite einfach, und es passiert nichts.',
  },

  elsewhere: {
    denied: (provider) =>
      `Du hast ${provider} nicht erlaubt, uns zu sagen, wer du bist. Deshalb bist du nicht angemeldet.`,
    failed: (provider) =>
      `Die Anmeldung mit ${provider} hat gerade nicht geklappt. Versuch es noch einmal, oder nimm einen anderen Weg.`,
    not_allowed: (provider) =>
      `Dieses Konto bei ${provider} darf sich hier nicht anmelden. Wähle ein anderes.`,
    unconfirmed: (provider) =>
      `${provider} sagt nicht, dass deine Adresse bestätigt ist. Deshalb wurde kein Konto angelegt. Melde dich auf andere Weise an, oder registriere dich. Danach kannst du ${provider} in deinem Konto verbinden.`,
    taken: (provider) =>
      `Zu deiner Adresse gibt es hier schon ein Konto. Melde dich dort wie gewohnt an und verbinde dann ${provider} damit.`,
    refused: (provider) =>
      `Mit ${provider} kannst du dich nicht anmelden. Nimm einen anderen Weg, oder wähle „Passwort vergessen?“.`,
    closed: (provider) =>
      `Zu diesem Konto bei ${provider} kennen wir hier niemanden, und neue Konten vergibt, wer diesen Dienst betreibt. Hast du schon ein Konto? Dann melde dich auf andere Weise an und verbinde ${provider} damit.`,
    in: 'Du bist angemeldet',
    inText: 'Jetzt geht es dorthin zurück, wo du hergekommen bist.',
    thanks: 'Danke',
    allowed: (provider) => `Die Leute deiner Organisation können sich jetzt mit ${provider} hier anmelden.`,
    nothingAllowed: 'Es wurde nichts erlaubt',
    notAllowed: (provider) =>
      `${provider} sagt, dass du es nicht erlaubt hast. Du kannst jederzeit noch einmal anfangen.`,
  },

  unsolicited: {
    lead: (label) => html`Du kommst von dort als <b>${outside(label)}</b>.`,
    notYou: (path) =>
      html`Wenn das nicht du bist oder du dich hier nicht anmelden wolltest, geh <a href="${path}">zur Anmeldeseite</a>.`,
  },

  agree: {
    title: 'Bevor es weitergeht',
    one: 'Bitte lies das und stimm zu, dann bist du drin.',
    many: 'Bitte lies das alles und stimm zu, dann bist du drin.',
    notNow: 'Jetzt nicht',
    without:
      'Ohne Zustimmung kannst du nicht angemeldet werden. „Jetzt nicht“ beendet diese Anmeldung und ändert sonst nichts.',
  },
}
