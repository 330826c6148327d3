import type { OwnRefused } from './en.ts'

export const ownRefused: OwnRefused = {
  address_not_yours: 'Cette adresse ne fait pas partie de ton compte.',
  address_here: 'Cette adresse fait déjà partie de ton compte.',
  address_main: 'C’est ton adresse principale. Choisis-en d’abord une autre comme adresse principale.',
  address_unconfirmed: 'Confirme d’abord cette adresse : ouvre le lien que nous y avons envoyé.',
  address_held: (until) =>
    `C’était ton adresse principale il y a peu. Pour que le changement puisse être annulé, elle reste encore, jusqu’à ${until}.`,
  addresses_full: (most) => `Un compte a au plus ${most} adresses. Retires-en d’abord une.`,
  addresses_many: (most) => `Un compte a au plus ${most} adresses. Retires-en une que tu n’utilises plus.`,

  password_not_current: 'Ce n’est pas ton mot de passe actuel.',
  password_wrong_often: 'Trop de mauvais mots de passe : ta session a été fermée. Connecte-toi de nouveau.',
  password_changed: 'Ton mot de passe a changé entre-temps.',
  password_here: 'Tu as déjà un mot de passe. Change-le plutôt.',
  password_none: 'Tu n’as pas de mot de passe.',
  password_needed:
    'Connecte-toi d’abord sans ton mot de passe, par exemple avec une clé d’accès. Tu pourras ensuite le supprimer.',
  password_one_way:
    'Sans ton mot de passe, tu n’aurais plus qu’un moyen de te connecter. Ajoutes-en d’abord un autre.',
  password_again: 'Ton mot de passe a changé entre-temps. Réessaie.',

  passkey_not_yours: 'Tu n’as pas cette clé d’accès.',
  passkey_only_way:
    'Cette clé d’accès est ton seul moyen de te connecter. Choisis d’abord un mot de passe ou ajoute une autre clé d’accès.',
  app_not_yours: 'Tu n’as pas cette application d’authentification.',
  codes_alone:
    'Les codes de secours remplacent une seconde étape. Configures-en d’abord une, par exemple une application d’authentification.',
  number_none: 'Tu n’as pas de numéro de téléphone ici.',
  number_only_way:
    'Ce numéro est ton seul moyen de te connecter. Choisis d’abord un mot de passe ou ajoute une clé d’accès.',
  identity_none: 'Cet autre compte n’est pas relié ici.',
  identity_only_way:
    'C’est ton seul moyen de te connecter. Choisis d’abord un mot de passe ou ajoute une clé d’accès.',
  identity_over:
    'C’est terminé, ou il s’agit d’un autre compte. Recommence dans ton compte, sous « Sécurité ».',
  identity_here: (provider) => `Ce compte ${provider} est déjà relié ici.`,

  document_none: 'Ce document n’existe pas.',
  document_not_one: 'Ce n’est pas un des documents.',
  document_needed: 'Ce compte ne peut pas être utilisé sans cela. Désactive ou supprime plutôt le compte.',

  session_none: 'Cette session n’existe pas.',
  session_ended: 'Cette session est terminée. Connecte-toi de nouveau.',
  account_gone: 'Ce compte n’existe déjà plus.',
  account_disabled: 'Ce compte est bloqué.',
  administrator_last:
    'À part toi, personne n’administre ce serveur. Donne d’abord ce rôle à quelqu’un d’autre, par exemple avec : warder admin create',
}
