import type { KeysRefused } from './en.ts'

export const keysRefused: KeysRefused = {
  key_network: 'Ce n’est ni une adresse ni un réseau. Écris par exemple 192.0.2.7 ou 10.0.0.0/8.',
  key_networks: 'Il y a plus de 50 réseaux.',
  key_unknown: 'Cette clé d’API n’existe pas.',
  key_expired: 'Cette clé a expiré. Crées-en une nouvelle.',
  key_rotating: 'Le secret de cette clé est déjà en cours de remplacement. Regarde-la de nouveau.',
  key_above: 'Cette clé permet plus que ce que tu as le droit de faire.',
  keys_off: 'Personne ne peut créer de clé d’API ici.',
  keys_most: (most) => `Tu as ${most} clés d’API, et c’est le maximum. Révoque celle qui ne te sert plus.`,
  less_than_before: 'Tu as moins de droits qu’il y a un instant. Essaie de nouveau.',

  service_unknown: 'Ce service ne peut pas être connecté ici.',
  connecting_over:
    'Cette tentative de connexion d’un service est terminée. Recommence dans ton compte, sous Services connectés.',
  connection_unknown: 'Tu n’as pas connecté ce service.',
  program_unknown:
    'Ce n’est ni un agent à toi ou d’ici, ni une application à laquelle tu as donné accès, ni un compte de service d’ici.',
  program_without: 'De toute façon, ce programme ne peut pas utiliser ce service.',
  programs_most: (most) => `Un service connecté peut être utilisé par ${most} programmes au maximum.`,
  program_form: 'Ce n’est ni un agent, ni un compte de service, ni une application.',
  typed_key_long: 'C’est trop long pour une clé.',
  typed_key_marks: 'Il y a une espace, ou un caractère qui n’existe pas dans une clé.',
  typed_name_long: 'C’est trop long pour un nom.',
  typed_name_marks: 'Il y a un deux-points ou un caractère de contrôle.',
  typed_password_long: 'C’est trop long pour un mot de passe.',
  typed_password_marks: 'Il y a un caractère de contrôle.',
}
