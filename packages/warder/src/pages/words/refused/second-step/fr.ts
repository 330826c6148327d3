import type { SecondStepRefused } from './en.ts'

const tries = (left: number) => `Il te reste ${left} ${left === 1 ? 'essai' : 'essais'}.`

export const secondStepRefused: SecondStepRefused = {
  second_wrong: (left) => `Ce code n’est pas le bon. ${tries(left)}`,
  second_wrong_mail: (left) => `Ce code n’est pas le bon. Regarde l’e-mail le plus récent. ${tries(left)}`,
  second_wrong_last: 'Ce code n’est pas le bon, et c’était le dernier essai. Reconnecte-toi.',
  passkey_wrong: (left) => `Cette clé d’accès n’a pas été acceptée. ${tries(left)}`,
  passkey_wrong_last: 'Cette clé d’accès n’a pas été acceptée, et c’était le dernier essai. Reconnecte-toi.',
  second_not_asked: 'Cette connexion ne demande pas cela.',
  second_used: 'Ce code a déjà été utilisé. Prends le suivant.',
  nothing_to_confirm: 'Ce compte n’a rien qui permette de confirmer que c’est toi.',
  cannot_confirm: 'Ce compte ne permet pas de confirmer de cette façon.',

  app_many: (most) =>
    `Un compte a au plus ${most} applications d’authentification. Retire celle que tu n’utilises plus.`,
  app_over:
    'L’ajout de cette application d’authentification a pris trop de temps, ou trop de codes étaient faux. Recommence.',
  app_wrong: (left) =>
    `Ce code n’est pas le bon. Saisis le plus récent que ton application affiche. ${tries(left)}`,
  app_name_long: 'Cela fait plus de 60 caractères.',
  set_up_wrong_last: 'Ce code n’est pas le bon, et c’était le dernier essai. Recommence.',

  number_wrong: (left) => `Ce code n’est pas le bon. Saisis le plus récent. ${tries(left)}`,
  number_over:
    'La confirmation de ce numéro a pris trop de temps, ou trop de codes étaient faux. Recommence.',
  number_taken: 'Ce numéro appartient à un autre compte. Retire-le d’abord de celui-là.',
  number_other: 'Ce compte a un autre numéro. Utilise celui-là, ou configure autre chose.',
  number_not_this: 'Ce n’est pas le numéro de ce compte.',
  number_proved:
    'Tu es en train de te connecter avec un code envoyé à ton numéro. Configure autre chose comme seconde étape.',
  texts_off: 'Les SMS ne sont pas configurés ici.',

  document_changed: (document, version) =>
    `La version de ${document} en vigueur est maintenant la ${version}. Lis-la avant de donner ton accord.`,
  document_version: (version) =>
    `La version en vigueur est maintenant la ${version}. Lis-la et donne ton accord.`,
}
