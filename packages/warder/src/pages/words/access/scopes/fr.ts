import type { ScopeWords } from './en.ts'

export const scopes: ScopeWords = {
  known: {
    openid: 'Savoir que c’est toi, à chaque connexion',
    profile: 'Voir ton nom et le reste de ton profil, comme ta photo, ta langue ou ta date de naissance',
    email: 'Voir ton adresse e-mail',
    phone: 'Voir ton numéro de téléphone',
    address: 'Voir ton adresse postale',
    offline_access: 'Garder cet accès en ton absence',
  },
  ofKeys: {
    'profile:read': 'Voir ton nom, ton adresse e-mail et le reste de ton profil',
    'keys:verify': 'Demander si les clés d’API d’autres personnes sont valables',
  },
  other: (scope) => `Utiliser l’autorisation « ${scope} »`,
}
