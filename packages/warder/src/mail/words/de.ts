import { facts } from '../facts.ts'
import { when } from '../when.ts'
import { linksAndCodes } from './links-and-codes/de.ts'
import type { MailWords } from './mail-words.ts'
import { members } from './members/de.ts'
import { passkeys } from './passkeys/de.ts'
import { passwordless } from './passwordless/de.ts'
import { privacy } from './privacy/de.ts'
import { programs } from './programs/de.ts'

const factNames = { device: 'Gerät', place: 'Ort', time: 'Zeit' }

export const de: MailWords = {
  ...linksAndCodes,
  ...members,
  ...passkeys,
  ...passwordless,
  ...privacy,
  ...programs,

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
    subject: `Jemand wollte sich in deinem Konto bei ${brand} anmelden`,
    lines: [
      `mit deiner Adresse wurden mehrere falsche Passwörter ausprobiert, zuletzt am ${when(at, 'de')}. Keines davon war richtig, und weitere Versuche sind jetzt nur noch nach immer längeren Pausen möglich.`,
      'Auf den Geräten, mit denen du dich sonst anmeldest, funktioniert alles wie gewohnt.',
    ],
    action: 'Neues Passwort festlegen',
    closing:
      'Wenn du das warst und dein Passwort nicht mehr weißt, hilft dir der Button. Sonst musst du nichts tun, es sei denn, du benutzt dasselbe Passwort auch anderswo.',
  }),

  newSignIn: ({ brand, reasons, ...seen }) => ({
    subject: `Neue Anmeldung in deinem Konto bei ${brand}`,
    lines: [
      {
        new_device: 'dein Konto wurde gerade auf einem Gerät benutzt, das wir von dir noch nicht kennen.',
        new_country:
          'dein Konto wurde gerade in einem Land benutzt, aus dem du dich noch nie angemeldet hast.',
        impossible_travel: 'dein Konto wurde gerade weit weg vom Ort deiner letzten Anmeldung benutzt.',
      }[reasons.at(-1) ?? 'new_device'],
      ...facts(factNames, seen, 'de'),
      'Wenn du das nicht warst, klick auf den Button. Wir melden dich überall ab und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du es warst, musst du nichts tun.',
  }),

  signInCode: ({ brand, ...seen }) => ({
    subject: `Dein Anmeldecode für ${brand}`,
    lines: [
      'jemand, hoffentlich du, meldet sich gerade mit deinem Passwort an. Das sieht anders aus als sonst, deshalb fragen wir zusätzlich nach diesem Code. Er gilt zehn Minuten.',
      ...facts(factNames, seen, 'de'),
    ],
    action: 'Das war ich nicht',
    closing:
      'Gib diesen Code niemandem, auch nicht uns. Wenn du dich gerade nicht anmeldest, kennt jemand dein Passwort: Klick dann auf den Button.',
  }),

  signInStopped: ({ brand, ...seen }) => ({
    subject: `Wir haben eine Anmeldung in deinem Konto bei ${brand} gestoppt`,
    lines: [
      'jemand wollte sich mit deinem Passwort anmelden. Wir haben das nicht zugelassen, weil es anders aussah als deine üblichen Anmeldungen.',
      ...facts(factNames, seen, 'de'),
      'Klick auf den Button und sag uns, ob du es warst. Wenn ja, kannst du dich danach auf diesem Gerät anmelden. Wenn nicht, sperren wir dein Konto und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Warst du das?',
    closing: 'Bis du antwortest, ändert sich nichts.',
  }),

  sessionStopped: ({ brand, ...seen }) => ({
    subject: `Vielleicht benutzt jemand anderes deine Anmeldung bei ${brand}`,
    lines: [
      'eine deiner Anmeldungen wurde gerade in einem anderen Browser und einem anderen Netz benutzt als bisher. Wir haben das gestoppt. Weiter geht es dort erst, wenn dein Passwort eingegeben wird.',
      ...facts(factNames, seen, 'de'),
      'Wenn du das nicht warst, hat vielleicht jemand die Anmeldung von deinem Gerät kopiert. Leg ein neues Passwort fest, dann werden alle abgemeldet, und sieh nach, ob auf deinen Geräten Programme sind, die du nicht kennst.',
    ],
    action: 'Neues Passwort festlegen',
    closing: 'Wenn du es warst, gib einfach dein Passwort ein und mach weiter.',
  }),

  accountLocked: ({ brand, since, removed, programs: ended, passkeys }) => ({
    subject: `Dein Konto bei ${brand} ist gesperrt, bis du ein neues Passwort festlegst`,
    lines: [
      'zu deinem Konto wurde eine Anmeldung gemeldet, die nicht von dir kam. Wir haben dich überall abgemeldet und allen Anwendungen den Zugriff entzogen. Dein altes Passwort gilt nicht mehr.',
      ...(removed
        ? [
            `Was seit dem ${when(since, 'de')} dazukam, ist weg: Adressen und alles, womit man sich anmeldet oder die Anmeldung bestätigt. Füg wieder hinzu, was dir gehörte.`,
          ]
        : []),
      ...(ended
        ? [
            `Schlüssel und Zugänge, die seit dem ${when(since, 'de')} von deinem Konto aus für Programme erstellt wurden, um die du dich kümmerst, sind beendet, und solche Agenten sind angehalten. Gib diesen Programmen neue.`,
          ]
        : []),
      ...(passkeys > 0
        ? [
            'Ältere Passkeys funktionieren wieder, sobald das neue Passwort festgelegt ist. Sieh sie dir dann unter „Sicherheit“ an und entferne jeden, den du nicht kennst.',
          ]
        : []),
      'Leg ein neues Passwort fest, das du sonst nirgends benutzt. Der Link gilt einen Tag lang und funktioniert nur einmal; über „Passwort vergessen?“ bekommst du jederzeit einen neuen.',
    ],
    action: 'Neues Passwort festlegen',
    closing: 'Falls jemand anderes deine E-Mails lesen kann, ändere zuerst das Passwort deines Postfachs.',
  }),

  confirmNewAddress: ({ brand }) => ({
    subject: `Bestätige diese Adresse für dein Konto bei ${brand}`,
    lines: [
      `jemand, hoffentlich du, möchte diese Adresse mit einem Konto bei ${brand} verbinden. Öffne den Link und melde dich bei diesem Konto an, um sie zu bestätigen. Der Link gilt einen Tag lang und funktioniert nur einmal.`,
    ],
    action: 'Adresse bestätigen',
    closing: 'Falls du das nicht wolltest, ignoriere diese Nachricht einfach: Ohne den Link passiert nichts.',
  }),

  addressTaken: ({ brand }) => ({
    subject: `Jemand wollte deine Adresse einem anderen Konto bei ${brand} hinzufügen`,
    lines: [
      `jemand, vielleicht du, wollte diese Adresse einem anderen Konto bei ${brand} hinzufügen. Sie gehört schon zu deinem, deshalb wurde nichts geändert.`,
      'Falls du es warst: Entferne die Adresse zuerst aus diesem Konto und füge sie dann dem anderen hinzu.',
    ],
    action: 'Anmelden',
    closing: 'Falls du es nicht warst, musst du nichts tun.',
  }),

  addressAdded: ({ brand, address, at }) => ({
    subject: `Deinem Konto bei ${brand} wurde eine Adresse hinzugefügt`,
    lines: [
      `am ${when(at, 'de')} wurde deinem Konto die Adresse ${address} hinzugefügt. Ab jetzt kannst du dich auch damit anmelden.`,
      'Falls du das nicht warst, entferne diese Adresse und ändere dein Passwort.',
    ],
    action: 'Meine Adressen ansehen',
    closing: 'Falls du sie selbst hinzugefügt hast, musst du nichts tun.',
  }),

  addressChanged: ({ brand, address, at, until }) => ({
    subject: `Die Hauptadresse deines Kontos bei ${brand} wurde geändert`,
    lines: [
      `seit dem ${when(at, 'de')} ist ${address} die Hauptadresse deines Kontos. Unsere Nachrichten gehen ab jetzt dorthin.`,
      `Falls du das nicht warst, mach es bis zum ${when(until, 'de')} rückgängig: Wir stellen diese Adresse wieder her, melden alle ab und helfen dir, ein neues Passwort festzulegen.`,
    ],
    action: 'Änderung rückgängig machen',
    closing: 'Falls du sie selbst geändert hast, musst du nichts tun.',
  }),

  addressRemoved: ({ brand, at }) => ({
    subject: `Diese Adresse wurde aus deinem Konto bei ${brand} entfernt`,
    lines: [
      `am ${when(at, 'de')} wurde diese Adresse aus deinem Konto entfernt. Du kannst dich damit nicht mehr anmelden, und wir schicken nichts mehr hierher.`,
      'Falls du das nicht warst, melde dich mit einer anderen deiner Adressen an und ändere dein Passwort.',
    ],
    action: 'Mein Konto ansehen',
    closing: 'Falls du sie selbst entfernt hast, musst du nichts tun.',
  }),

  authenticatorAdded: ({ brand, at }) => ({
    subject: `Deinem Konto bei ${brand} wurde eine Authenticator-App hinzugefügt`,
    lines: [
      `am ${when(at, 'de')} wurde deinem Konto eine Authenticator-App hinzugefügt. Ab jetzt fragen wir bei jeder Anmeldung nach einem Code daraus.`,
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab, nehmen die App wieder von deinem Konto und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing:
      'Wenn du sie selbst hinzugefügt hast, musst du nichts tun. Bewahre deine Wiederherstellungscodes sicher auf.',
  }),

  authenticatorRemoved: ({ brand, at, last }) => ({
    subject: `Von deinem Konto bei ${brand} wurde eine Authenticator-App entfernt`,
    lines: [
      `am ${when(at, 'de')} wurde eine Authenticator-App von deinem Konto entfernt.`,
      last
        ? 'Du hast jetzt keinen zweiten Schritt mehr, und deine Wiederherstellungscodes gelten nicht mehr: Wer dein Passwort kennt, kann sich anmelden.'
        : 'Deine anderen zweiten Schritte funktionieren wie bisher.',
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du sie selbst entfernt hast, musst du nichts tun.',
  }),

  recoveryCodesMade: ({ brand, at }) => ({
    subject: `Neue Wiederherstellungscodes für dein Konto bei ${brand}`,
    lines: [
      `am ${when(at, 'de')} wurden für dein Konto neue Wiederherstellungscodes erstellt. Die alten gelten nicht mehr.`,
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du sie selbst erstellt hast, bewahre sie sicher auf und wirf die alten weg.',
  }),

  recoveryCodeUsed: ({ brand, left, few, ...seen }) => ({
    subject: `Ein Wiederherstellungscode deines Kontos bei ${brand} wurde benutzt`,
    lines: [
      'einer deiner Wiederherstellungscodes wurde gerade anstelle des zweiten Schritts benutzt. Er gilt kein zweites Mal.',
      ...facts(factNames, seen, 'de'),
      ['Es war der letzte.', 'Du hast noch einen.'][left] ?? `Du hast noch ${left}.`,
      ...(few ? ['Es ist Zeit für neue; du findest sie in deinem Konto unter „Sicherheit“.'] : []),
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du es warst, musst du nichts weiter tun.',
  }),

  recoveryLink: ({ brand, from }) => ({
    subject: `Ein Link, um wieder in dein Konto bei ${brand} zu kommen`,
    lines: [
      `wir wurden gebeten, dich einen neuen zweiten Schritt einrichten zu lassen, weil du den alten verloren hast. Der Link funktioniert ab dem ${when(from, 'de')}, ein einziges Mal und einen Tag lang.`,
      'Dein Passwort brauchst du trotzdem. Gib den Link nicht weiter, auch nicht an jemanden, der angeblich helfen will.',
    ],
    action: 'Neuen zweiten Schritt einrichten',
    closing: 'Du hast nicht darum gebeten? Öffne den Link und stoppe ihn, bevor er funktioniert.',
  }),

  accountDeactivated: ({ brand, at }) => ({
    subject: `Dein Konto bei ${brand} ist deaktiviert`,
    lines: [
      `du hast dein Konto am ${when(at, 'de')} deaktiviert. Du bist überall abgemeldet. Gelöscht wurde nichts außer deinen Verbindungen zu anderen Diensten, falls du welche hattest.`,
      'Wenn du es wieder nutzen möchtest, melde dich einfach an.',
    ],
    action: 'Anmelden',
    closing: 'Falls du das nicht warst, melde dich an und ändere dein Passwort.',
  }),

  accountReactivated: ({ brand, at }) => ({
    subject: `Dein Konto bei ${brand} ist wieder aktiv`,
    lines: [
      `am ${when(at, 'de')} hat sich jemand bei deinem deaktivierten Konto angemeldet. Damit ist es wieder aktiv. Willkommen zurück!`,
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du es selbst warst, musst du nichts tun.',
  }),

  accountErased: ({ brand, at }) => ({
    subject: `Dein Konto bei ${brand} wurde gelöscht`,
    lines: [
      `dein Konto wurde am ${when(at, 'de')} gelöscht, so wie du es wolltest. Alles, was wir über dich wussten, ist weg, und das ist unsere letzte E-Mail an dich.`,
      'Du kannst dich mit dieser Adresse jederzeit neu registrieren.',
    ],
    closing: 'Mach’s gut, und danke!',
  }),

  invitation: ({ brand }) => ({
    subject: `Einladung zu ${brand}`,
    lines: [
      `du wurdest zu ${brand} eingeladen. Öffne den Link und wähle ein Passwort, dann ist dein Konto bereit. Der Link gilt sieben Tage lang und funktioniert nur einmal.`,
    ],
    action: 'Einladung annehmen',
    closing:
      'Du hast keine Einladung erwartet? Dann ignoriere diese Nachricht einfach: Ohne den Link passiert nichts.',
  }),
}
