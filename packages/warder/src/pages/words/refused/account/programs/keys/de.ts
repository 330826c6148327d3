import type { KeysRefused } from './en.ts'

export const keysRefused: KeysRefused = {
  key_network: 'Das ist keine Adresse und kein Netz. Schreib es wie 192.0.2.7 oder 10.0.0.0/8.',
  key_networks: 'Das sind mehr als 50 Netze.',
  key_unknown: 'Diesen API-Schlüssel gibt es nicht.',
  key_expired: 'Dieser Schlüssel ist abgelaufen. Erstelle einen neuen.',
  key_rotating: 'Das Geheimnis dieses Schlüssels wird gerade schon ersetzt. Sieh ihn dir noch einmal an.',
  key_above: 'Dieser Schlüssel darf mehr als du selbst.',
  keys_off: 'Hier kann niemand API-Schlüssel erstellen.',
  keys_most: (most) =>
    `Du hast ${most} API-Schlüssel, mehr sind nicht möglich. Widerrufe einen, den du nicht mehr brauchst.`,
  less_than_before: 'Du darfst weniger als noch eben. Versuch es noch einmal.',

  service_unknown: 'Einen solchen Dienst kann man hier nicht verbinden.',
  connecting_over:
    'Dieser Versuch, einen Dienst zu verbinden, ist vorbei. Beginne noch einmal in deinem Konto, unter Verbindungen.',
  connection_unknown: 'Du hast keine solche Verbindung.',
  program_unknown:
    'Das ist kein Agent von dir oder von hier, keine Anwendung, der du Zugriff gegeben hast, und kein Dienstkonto von hier.',
  program_without: 'Dieses Programm darf die Verbindung ohnehin nicht benutzen.',
  programs_most: (most) => `Höchstens ${most} Programme dürfen eine Verbindung benutzen.`,
  program_form: 'Das ist kein Agent, kein Dienstkonto und keine Anwendung.',
  typed_key_long: 'Das ist zu lang für einen Schlüssel.',
  typed_key_marks: 'Darin ist ein Leerzeichen oder ein Zeichen, das in Schlüsseln nicht vorkommt.',
  typed_name_long: 'Das ist zu lang für einen Namen.',
  typed_name_marks: 'Darin ist ein Doppelpunkt oder ein Steuerzeichen.',
  typed_password_long: 'Das ist zu lang für ein Passwort.',
  typed_password_marks: 'Darin ist ein Steuerzeichen.',
}
