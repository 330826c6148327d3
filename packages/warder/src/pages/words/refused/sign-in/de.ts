import { waiting } from '../../waiting.ts'
import type { SignInRefused } from './en.ts'

export const signInRefused: SignInRefused = {
  fillIn: 'Bitte füll das aus.',
  otherValue: 'Bitte gib hier etwas anderes an.',

  field_wrong: 'Bitte sieh deine Eingaben noch einmal durch.',
  not_an_address: 'Das ist keine E-Mail-Adresse.',
  not_a_number: 'Diese Nummer bekommt keine SMS. Schreib sie mit Ländervorwahl, etwa +41 79 123 45 67.',
  required_here: 'Bitte gib es hier ein.',
  name_long: 'Das sind mehr als 200 Zeichen.',
  name_unseen: 'Darin ist ein Zeichen, das man nicht sieht.',
  password_bytes: 'Dieses Passwort ist zu lang: mehr als 1.024 Byte.',
  code_long: 'Das ist zu lang für einen Code.',
  must_agree: 'Ohne deine Zustimmung geht es nicht weiter.',

  too_many: (seconds) =>
    `Das waren zu viele Versuche. Warte noch ${waiting(seconds, 'de')} und versuch es dann wieder.`,
  wait_longer: (seconds) => `Warte bitte noch ${waiting(seconds, 'de')} und schick es dann ab.`,
  work_first:
    'Zurzeit schlagen viele Anmeldungen fehl. Dein Gerät muss deshalb zuerst eine kleine Aufgabe lösen. Bitte versuch es noch einmal.',
  cross_site: 'Diese Anfrage kam von einer anderen Website und wurde nicht angenommen.',
  out_of_date:
    'Vielleicht hast du dich inzwischen an- oder abgemeldet, oder die Seite war lange offen. Geh zurück, lade sie neu und versuch es noch einmal. Es wurde nichts geändert.',
  nothing_here: 'Unter dieser Adresse gibt es nichts.',
  request_long: 'Die Anfrage der Anwendung ist zu lang.',

  password_short: (least) =>
    `Nimm mindestens ${least} Zeichen. Ein paar Wörter, die nur du so zusammenstellst, kannst du dir leicht merken.`,
  password_long: (most) => `Nimm höchstens ${most} Byte.`,
  password_common:
    'Das ist eines der Passwörter, die jeder ausprobiert. Füg Wörter hinzu, die nur du so zusammenstellst.',
  password_own_words:
    'Ohne deinen Namen, deine Adresse oder unseren Namen bleibt zu wenig übrig. Füg Wörter hinzu, die nur du so zusammenstellst.',
  password_pattern:
    'Das wiederholt sich oder zählt weiter und ist deshalb leicht zu erraten. Füg Wörter hinzu, die nur du so zusammenstellst.',
  password_weak: 'Das ist zu leicht zu erraten. Füg Wörter hinzu, die nur du so zusammenstellst.',
  password_stolen:
    'Dieses Passwort wurde anderswo gestohlen, bei dir oder bei jemand anderem. Nimm ein anderes.',
  password_unchecked:
    'Neue Passwörter können zurzeit nicht geprüft werden. Warte eine Minute und versuch es noch einmal.',
  password_same: 'Das ist das Passwort, das du ändern sollst. Nimm ein anderes.',
  wrong_credentials: 'Die Adresse oder das Passwort stimmt nicht.',
  not_your_organisation: 'Du gehörst nicht zu dieser Organisation, oder sie ist geschlossen.',

  link_dead: 'Dieser Link wurde schon benutzt oder ist abgelaufen.',
  link_dead_ask: 'Dieser Link wurde schon benutzt oder ist abgelaufen. Fordere einen neuen an.',
  link_dead_add:
    'Dieser Link wurde schon benutzt oder ist abgelaufen. Füge die Adresse noch einmal hinzu, um einen neuen zu bekommen.',
  link_number_often:
    'Die Zahl wurde zu oft falsch eingegeben, der Link gilt nicht mehr. Fordere einen neuen an.',
  link_elsewhere: 'Dieser Link wurde in einem anderen Browser angefordert.',
  link_number: 'Gib die Zahl ein, die der Browser zeigt, in dem du den Link angefordert hast.',
  wrong_number: (left) =>
    `Das ist nicht die richtige Zahl. Du hast noch ${left} ${left === 1 ? 'Versuch' : 'Versuche'}.`,
  wrong_code: (left) =>
    `Dieser Code stimmt nicht. Sieh in der neuesten Nachricht nach. Du hast noch ${left} ${left === 1 ? 'Versuch' : 'Versuche'}.`,
  wrong_code_last: 'Dieser Code stimmt nicht, und das war der letzte Versuch. Fordere einen neuen an.',
  code_over: 'Dieser Code ist abgelaufen oder wurde zu oft falsch eingegeben. Fordere einen neuen an.',

  other_browser:
    'Öffne den Link in dem Browser, in dem du dich registriert hast. Oder gib das Passwort ein, das du dort gewählt hast, oder ein neues.',
  address_taken: 'Diese Adresse hat schon ein Konto. Nimm eine andere.',
  setup_over: 'Dieser Link zum Einrichten gilt nicht mehr. Den neuesten findest du im Terminal.',
  setup_gone:
    'Dieser Link zum Einrichten gilt nicht mehr. Starte Warder neu, um einen neuen zu bekommen, oder gib ein: warder admin create',
  invitation_account:
    'Diese Adresse hat inzwischen ein Konto. Melde dich damit an und öffne den Link dann noch einmal.',
  invitation_other: 'Diese Einladung ist für jemand anderen.',
  invitation_member: 'Du bist schon Mitglied.',
  invitation_over:
    'Diese Einladung wurde schon benutzt, zurückgezogen oder ist abgelaufen. Bitte um eine neue.',
  address_of_other:
    'Dieser Link gehört zu einem anderen Konto. Melde dich in dem Konto an, das ihn angefordert hat.',
  address_has_account: 'Diese Adresse hat inzwischen ein eigenes Konto.',

  sign_in_over: 'Diese Anmeldung ist vorbei. Melde dich noch einmal an.',
  sign_in_long:
    'Diese Anmeldung hat zu lange gedauert, oder es gab zu viele falsche Codes. Melde dich noch einmal an.',
  attempt_over:
    'Diese Anmeldung ist vorbei, hat zu lange gedauert oder wurde in einem anderen Browser begonnen. Fang noch einmal an.',
  nobody_that_way: 'Auf diesem Weg meldet sich hier niemand an.',
  links_off: 'Anmelden mit einem Link per E-Mail ist hier ausgeschaltet.',
  waiting_over:
    'Diese Anmeldung ist vorbei oder hat zu lange gedauert. Geh zurück zur Anwendung und fang noch einmal an.',
  waiting_done: 'Diese Anmeldung ist vorbei. Geh zurück zur Anwendung.',
  waiting_elsewhere:
    'Diese Anmeldung wurde in einem anderen Browser begonnen. Geh zurück zur Anwendung und fang hier noch einmal an.',
  application_gone: 'Die Anwendung, die dich hierher geschickt hat, gibt es nicht mehr.',
  application_unknown:
    'Die Anwendung, die dich hierher geschickt hat, ist nicht bekannt. Geh zu ihr zurück und sag es denen, die sie betreiben.',
  application_nowhere: 'Die Anwendung hat nicht gesagt, wohin du zurück sollst.',
  application_unregistered:
    'Die Anwendung wollte dich zu einer Adresse schicken, die sie nicht registriert hat. Dorthin wurde nichts gesendet.',
  application_request_over:
    'Die Anfrage der Anwendung ist unbekannt, wurde schon benutzt oder hat zu lange gedauert. Geh zurück zur Anwendung und fang noch einmal an.',
  application_unusable: 'Diese Anwendung kann hier nicht benutzt werden.',
  request_answered: 'Diese Anfrage wurde schon beantwortet. Geh zurück zur Anwendung.',
}
