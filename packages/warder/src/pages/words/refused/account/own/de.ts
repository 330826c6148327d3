import type { OwnRefused } from './en.ts'

export const ownRefused: OwnRefused = {
  address_not_yours: 'Diese Adresse gehört nicht zu deinem Konto.',
  address_here: 'Diese Adresse gehört schon zu deinem Konto.',
  address_main: 'Das ist deine Hauptadresse. Mach zuerst eine andere zur Hauptadresse.',
  address_unconfirmed: 'Bestätige diese Adresse zuerst: Öffne den Link, den wir dorthin geschickt haben.',
  address_held: (until) =>
    `Das war bis vor Kurzem deine Hauptadresse. Damit sich die Änderung von dort zurücknehmen lässt, bleibt sie noch, bis ${until}.`,
  addresses_full: (most) => `Ein Konto hat höchstens ${most} Adressen. Entferne zuerst eine.`,
  addresses_many: (most) =>
    `Ein Konto hat höchstens ${most} Adressen. Entferne eine, die du nicht mehr benutzt.`,

  password_not_current: 'Das ist nicht dein aktuelles Passwort.',
  password_wrong_often:
    'Das waren zu viele falsche Passwörter, du wurdest abgemeldet. Melde dich noch einmal an.',
  password_changed: 'Dein Passwort wurde inzwischen geändert.',
  password_here: 'Du hast schon ein Passwort. Ändere es stattdessen.',
  password_none: 'Du hast kein Passwort.',
  password_needed:
    'Melde dich zuerst einmal ohne dein Passwort an, zum Beispiel mit einem Passkey. Danach kannst du es entfernen.',
  password_one_way:
    'Ohne dein Passwort hättest du nur noch einen Weg, dich anzumelden. Füg zuerst einen weiteren hinzu.',
  password_again: 'Dein Passwort wurde inzwischen geändert. Versuch es noch einmal.',

  passkey_not_yours: 'Diesen Passkey hast du nicht.',
  passkey_only_way:
    'Dieser Passkey ist dein einziger Weg, dich anzumelden. Leg zuerst ein Passwort fest oder füg einen weiteren Passkey hinzu.',
  app_not_yours: 'Diese Authenticator-App hast du nicht.',
  codes_alone:
    'Wiederherstellungscodes ersetzen einen zweiten Schritt. Richte zuerst einen ein, zum Beispiel eine Authenticator-App.',
  number_none: 'Du hast hier keine Telefonnummer.',
  number_only_way:
    'Diese Nummer ist dein einziger Weg, dich anzumelden. Leg zuerst ein Passwort fest oder füg einen Passkey hinzu.',
  identity_none: 'Dieses andere Konto ist hier nicht verbunden.',
  identity_only_way:
    'Das ist dein einziger Weg, dich anzumelden. Leg zuerst ein Passwort fest oder füg einen Passkey hinzu.',
  identity_over:
    'Das ist vorbei, oder es geht um ein anderes Konto. Fang in deinem Konto unter „Sicherheit“ noch einmal an.',
  identity_here: (provider) => `Dieses Konto bei ${provider} ist hier schon verbunden.`,

  document_none: 'Dieses Dokument gibt es nicht.',
  document_not_one: 'Das ist keines der Dokumente.',
  document_needed:
    'Ohne das kann dieses Konto nicht benutzt werden. Deaktiviere oder lösche stattdessen das Konto.',

  session_none: 'Diese Sitzung gibt es nicht.',
  session_ended: 'Diese Sitzung ist beendet. Melde dich noch einmal an.',
  account_gone: 'Dieses Konto gibt es schon nicht mehr.',
  account_disabled: 'Dieses Konto ist gesperrt.',
  administrator_last:
    'Außer dir verwaltet niemand diesen Server. Gib zuerst jemand anderem diese Rolle, zum Beispiel mit: warder admin create',
}
