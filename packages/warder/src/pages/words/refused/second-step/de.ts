import type { SecondStepRefused } from './en.ts'

const tries = (left: number) => `Du hast noch ${left} ${left === 1 ? 'Versuch' : 'Versuche'}.`

export const secondStepRefused: SecondStepRefused = {
  second_wrong: (left) => `Dieser Code stimmt nicht. ${tries(left)}`,
  second_wrong_mail: (left) => `Dieser Code stimmt nicht. Sieh in der neuesten E-Mail nach. ${tries(left)}`,
  second_wrong_last: 'Dieser Code stimmt nicht, und das war der letzte Versuch. Melde dich noch einmal an.',
  passkey_wrong: (left) => `Dieser Passkey wurde nicht angenommen. ${tries(left)}`,
  passkey_wrong_last:
    'Dieser Passkey wurde nicht angenommen, und das war der letzte Versuch. Melde dich noch einmal an.',
  second_not_asked: 'Danach fragt diese Anmeldung nicht.',
  second_used: 'Dieser Code wurde schon benutzt. Nimm den nächsten.',
  nothing_to_confirm: 'Bei diesem Konto gibt es nichts, womit du zeigen kannst, dass du es bist.',
  cannot_confirm: 'Auf diesem Weg geht das bei diesem Konto nicht.',

  app_many: (most) =>
    `Ein Konto hat höchstens ${most} Authenticator-Apps. Entferne eine, die du nicht mehr benutzt.`,
  app_over:
    'Das Hinzufügen dieser Authenticator-App hat zu lange gedauert oder hatte zu viele falsche Codes. Fang noch einmal an.',
  app_wrong: (left) => `Dieser Code stimmt nicht. Gib den neuesten ein, den deine App zeigt. ${tries(left)}`,
  app_name_long: 'Das sind mehr als 60 Zeichen.',
  set_up_wrong_last: 'Dieser Code stimmt nicht, und das war der letzte Versuch. Fang noch einmal an.',

  number_wrong: (left) => `Dieser Code stimmt nicht. Gib den neuesten ein. ${tries(left)}`,
  number_over:
    'Das Bestätigen dieser Nummer hat zu lange gedauert oder hatte zu viele falsche Codes. Fang noch einmal an.',
  number_taken: 'Diese Nummer gehört zu einem anderen Konto. Entferne sie zuerst dort.',
  number_other: 'Zu diesem Konto gehört eine andere Nummer. Nimm diese, oder richte etwas anderes ein.',
  number_not_this: 'Das ist nicht die Nummer dieses Kontos.',
  number_proved:
    'Du meldest dich gerade mit einem Code an deine Nummer an. Richte etwas anderes als zweiten Schritt ein.',
  texts_off: 'SMS sind hier nicht eingerichtet.',

  document_changed: (document, version) =>
    `Von ${document} gilt inzwischen die Version ${version}. Lies bitte diese, bevor du zustimmst.`,
  document_version: (version) => `Inzwischen gilt die Version ${version}. Lies bitte diese und stimm ihr zu.`,
}
