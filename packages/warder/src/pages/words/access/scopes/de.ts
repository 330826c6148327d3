import type { ScopeWords } from './en.ts'

export const scopes: ScopeWords = {
  known: {
    openid: 'Bei jeder Anmeldung erkennen, dass du es bist',
    profile: 'Deinen Namen und den Rest deines Profils sehen, zum Beispiel Bild, Sprache oder Geburtsdatum',
    email: 'Deine E-Mail-Adresse sehen',
    phone: 'Deine Telefonnummer sehen',
    address: 'Deine Postadresse sehen',
    offline_access: 'Diesen Zugriff auch behalten, wenn du nicht da bist',
  },
  ofKeys: {
    'profile:read': 'Deinen Namen, deine E-Mail-Adresse und den Rest deines Profils sehen',
    'keys:verify': 'Fragen, ob API-Schlüssel anderer Personen gültig sind',
  },
  other: (scope) => `Die Berechtigung „${scope}“ nutzen`,
}
