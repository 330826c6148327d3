import { facts } from '../facts.ts'
import { when } from '../when.ts'
import type { MailWords } from './mail-words.ts'

const factNames = { device: 'Gerät', place: 'Ort', time: 'Zeit' }

export const de: MailWords = {
  greeting: (full_name) => (full_name ? `Hallo ${full_name},` : 'Hallo,'),
  link_again: 'Falls der Button nicht funktioniert, öffne diese Adresse:',

  mailTest: ({ brand, at }) => ({
    subject: `Testnachricht von ${brand}`,
    lines: [
      `diese Nachricht wurde am ${when(at, 'de')} verschickt, um zu prüfen, ob E-Mails von ${brand} ankommen. Es klappt.`,
    ],
    closing: 'Du musst nichts tun.',
  }),

  confirmAddress: ({ brand }) => ({
    subject: `Bestätige deine Adresse für ${brand}`,
    lines: [
      `bitte bestätige, dass diese Adresse dir gehört. Danach wird dein Konto bei ${brand} angelegt. Der Link gilt einen Tag lang.`,
    ],
    action: 'Adresse bestätigen',
    closing: 'Das warst nicht du? Dann ignoriere diese Nachricht einfach: Ohne den Link passiert nichts.',
  }),

  alreadyRegistered: ({ brand }) => ({
    subject: `Du hast schon ein Konto bei ${brand}`,
    lines: [
      `jemand, vielleicht du, wollte mit dieser Adresse ein Konto bei ${brand} anlegen. Du hast schon eins, deshalb hat sich nichts geändert.`,
      'Melde dich einfach wie gewohnt an. Wenn du dein Passwort nicht mehr weißt, kannst du dort ein neues anfordern.',
    ],
    action: 'Anmelden',
    closing: 'Wenn du das nicht warst, musst du nichts tun.',
  }),

  resetPassword: ({ brand }) => ({
    subject: `Neues Passwort für ${brand}`,
    lines: [
      'über den Link unten kannst du ein neues Passwort festlegen. Er gilt eine Stunde lang und funktioniert nur einmal.',
    ],
    action: 'Neues Passwort festlegen',
    closing: 'Das warst nicht du? Dann ignoriere diese Nachricht einfach: Ohne den Link passiert nichts.',
  }),

  passwordChanged: ({ brand, at }) => ({
    subject: `Dein Passwort bei ${brand} wurde geändert`,
    lines: [
      `dein Passwort wurde am ${when(at, 'de')} geändert. Auf deinen anderen Geräten wurdest du abgemeldet.`,
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du es selbst geändert hast, musst du nichts tun.',
  }),

  passwordGuessed: ({ brand, at }) => ({
    subject: `Jemand wollte sich bei deinem Konto anmelden`,
    lines: [
      `mit deiner Adresse wurden bei ${brand} mehrere falsche Passwörter ausprobiert, zuletzt am ${when(at, 'de')}. Keines davon war richtig, und jeder weitere Versuch muss nun immer länger warten.`,
      'Auf den Geräten, mit denen du dich sonst anmeldest, funktioniert alles wie gewohnt.',
    ],
    action: 'Neues Passwort festlegen',
    closing:
      'Wenn du das warst und dein Passwort nicht mehr weißt, hilft dir der Button. Sonst musst du nichts tun, solange du dieses Passwort nirgendwo anders benutzt.',
  }),

  newSignIn: ({ brand, reasons, ...seen }) => ({
    subject: `Neue Anmeldung bei deinem ${brand}-Konto`,
    lines: [
      {
        new_device: 'Dein Konto wurde gerade auf einem Gerät benutzt, das du bisher nicht benutzt hast.',
        new_country:
          'Dein Konto wurde gerade in einem Land benutzt, aus dem du dich noch nie angemeldet hast.',
        impossible_travel: 'Dein Konto wurde gerade weit entfernt vom Ort deiner letzten Anmeldung benutzt.',
      }[reasons.at(-1) ?? 'new_device'],
      ...facts(factNames, seen, 'de'),
      'Wenn du das nicht warst, drück auf den Knopf. Wir melden dich überall ab und helfen dir, ein neues Passwort zu setzen.',
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du es warst, brauchst du nichts zu tun.',
  }),

  signInCode: ({ brand, ...seen }) => ({
    subject: `Dein Anmeldecode für ${brand}`,
    lines: [
      'Jemand, hoffentlich du, meldet sich gerade mit deinem Passwort an. Das sieht anders aus als sonst, darum fragen wir zusätzlich nach diesem Code. Er gilt zehn Minuten.',
      ...facts(factNames, seen, 'de'),
    ],
    action: 'Das war ich nicht',
    closing:
      'Gib diesen Code niemandem, auch nicht uns. Wenn du dich gerade nicht anmeldest, kennt jemand dein Passwort: Drück auf den Knopf.',
  }),

  signInStopped: ({ brand, ...seen }) => ({
    subject: `Wir haben eine Anmeldung bei deinem ${brand}-Konto gestoppt`,
    lines: [
      'Jemand wollte sich mit deinem Passwort anmelden. Wir haben das nicht zugelassen, weil es anders aussah als deine üblichen Anmeldungen.',
      ...facts(factNames, seen, 'de'),
      'Drück auf den Knopf und sag uns, ob du es warst. Wenn ja, kannst du dich danach auf diesem Gerät anmelden. Wenn nicht, sperren wir dein Konto und helfen dir, ein neues Passwort zu setzen.',
    ],
    action: 'Warst du das?',
    closing: 'Bis du antwortest, ändert sich nichts.',
  }),

  sessionStopped: ({ brand, ...seen }) => ({
    subject: `Vielleicht benutzt jemand anderes deine Anmeldung bei ${brand}`,
    lines: [
      'Ein Browser, in dem du angemeldet bist, scheint plötzlich ein anderer zu sein: Seine Anmeldung wurde gerade in einem anderen Browser und einem anderen Netz benutzt. Wir haben das gestoppt. Wer weitermachen will, muss zuerst mit deinem Passwort zeigen, dass du es bist.',
      ...facts(factNames, seen, 'de'),
      'Wenn du das nicht warst, hat vielleicht jemand die Anmeldung von deinem Gerät kopiert. Setz ein neues Passwort, dann werden alle abgemeldet, und sieh nach, ob auf dem Gerät Programme sind, die du nicht kennst.',
    ],
    action: 'Neues Passwort setzen',
    closing: 'Wenn du es warst, bestätige es mit deinem Passwort und mach weiter.',
  }),

  accountLocked: ({ brand }) => ({
    subject: `Dein ${brand}-Konto ist gesperrt, bis du ein neues Passwort setzt`,
    lines: [
      'Eine Anmeldung bei deinem Konto wurde als fremd gemeldet. Wir haben dich überall abgemeldet, den Zugriff aller Anwendungen beendet, und dein altes Passwort gilt nicht mehr.',
      'Setz ein neues Passwort, das du sonst nirgends verwendest. Der Link funktioniert einen Tag lang und nur einmal; über „Passwort vergessen?“ bekommst du jederzeit einen neuen.',
    ],
    action: 'Neues Passwort setzen',
    closing: 'Falls jemand anderes deine Mails lesen könnte, ändere zuerst das Passwort deines Postfachs.',
  }),

  confirmNewAddress: ({ brand }) => ({
    subject: `Bestätige diese Adresse für dein ${brand}-Konto`,
    lines: [
      `jemand, hoffentlich du, möchte diese Adresse seinem Konto bei ${brand} hinzufügen. Öffne den Link und melde dich bei diesem Konto an, um sie zu bestätigen. Der Link gilt einen Tag lang und nur einmal.`,
    ],
    action: 'Adresse bestätigen',
    closing: 'Falls du das nicht wolltest, ignoriere diese Nachricht einfach: Ohne den Link passiert nichts.',
  }),

  addressTaken: ({ brand }) => ({
    subject: `Jemand wollte deine Adresse einem anderen ${brand}-Konto hinzufügen`,
    lines: [
      `jemand, vielleicht du, wollte diese Adresse einem anderen Konto bei ${brand} hinzufügen. Sie gehört schon zu deinem, deshalb wurde nichts geändert.`,
      'Falls du es warst: Entferne die Adresse zuerst aus diesem Konto und füge sie dann dem anderen hinzu.',
    ],
    action: 'Anmelden',
    closing: 'Falls du es nicht warst, musst du nichts tun.',
  }),

  addressAdded: ({ brand, address, at }) => ({
    subject: `Deinem ${brand}-Konto wurde eine Adresse hinzugefügt`,
    lines: [
      `am ${when(at, 'de')} wurde deinem Konto die Adresse ${address} hinzugefügt. Ab jetzt kannst du dich auch damit anmelden.`,
      'Falls du das nicht warst, entferne diese Adresse und ändere dein Passwort.',
    ],
    action: 'Meine Adressen ansehen',
    closing: 'Falls du sie selbst hinzugefügt hast, musst du nichts tun.',
  }),

  addressChanged: ({ brand, address, at, until }) => ({
    subject: `Die Hauptadresse deines ${brand}-Kontos wurde geändert`,
    lines: [
      `seit dem ${when(at, 'de')} ist ${address} die Hauptadresse deines Kontos. Unsere Nachrichten gehen ab jetzt dorthin.`,
      `Falls du das nicht warst, mach es bis zum ${when(until, 'de')} rückgängig: Wir stellen diese Adresse wieder her, melden alle ab und helfen dir, ein neues Passwort zu setzen.`,
    ],
    action: 'Änderung rückgängig machen',
    closing: 'Falls du sie selbst geändert hast, musst du nichts tun.',
  }),

  addressRemoved: ({ brand, at }) => ({
    subject: `Diese Adresse wurde aus deinem ${brand}-Konto entfernt`,
    lines: [
      `am ${when(at, 'de')} wurde diese Adresse aus deinem Konto entfernt. Du kannst dich damit nicht mehr anmelden, und wir schicken nichts mehr hierher.`,
      'Falls du das nicht warst, melde dich mit einer anderen deiner Adressen an und ändere dein Passwort.',
    ],
    action: 'Mein Konto ansehen',
    closing: 'Falls du sie selbst entfernt hast, musst du nichts tun.',
  }),

  accountDeactivated: ({ brand, at }) => ({
    subject: `Dein ${brand}-Konto ist deaktiviert`,
    lines: [
      `du hast dein Konto am ${when(at, 'de')} deaktiviert. Du bist überall abgemeldet, und nichts wurde gelöscht.`,
      'Wenn du es wieder nutzen möchtest, melde dich einfach an.',
    ],
    action: 'Anmelden',
    closing: 'Falls du das nicht warst, melde dich an und ändere dein Passwort.',
  }),

  accountReactivated: ({ brand, at }) => ({
    subject: `Dein ${brand}-Konto ist wieder in Gebrauch`,
    lines: [
      `am ${when(at, 'de')} hat sich jemand bei deinem deaktivierten Konto angemeldet. Damit ist es wieder in Gebrauch. Willkommen zurück!`,
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du es selbst warst, musst du nichts tun.',
  }),

  accountErased: ({ brand, at }) => ({
    subject: `Dein ${brand}-Konto ist gelöscht`,
    lines: [
      `dein Konto wurde am ${when(at, 'de')} gelöscht, so wie du es wolltest. Alles, was wir über dich wussten, ist weg, und das ist unsere letzte Mail an dich.`,
      'Du kannst dich mit dieser Adresse jederzeit neu registrieren.',
    ],
    closing: 'Mach es gut, und danke.',
  }),

  invitation: ({ brand }) => ({
    subject: `Du bist zu ${brand} eingeladen`,
    lines: [
      `du bist zu ${brand} eingeladen. Öffne den Link und wähle ein Passwort, dann ist dein Konto bereit. Er gilt sieben Tage und nur einmal.`,
    ],
    action: 'Einladung annehmen',
    closing:
      'Wenn du keine Einladung erwartest, kannst du diese Nachricht ignorieren: Ohne den Link passiert nichts.',
  }),
}
