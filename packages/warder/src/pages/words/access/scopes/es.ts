import type { ScopeWords } from './en.ts'

export const scopes: ScopeWords = {
  known: {
    openid: 'Saber que eres tú cada vez que inicias sesión',
    profile: 'Ver tu nombre y el resto de tu perfil, como tu foto, tu idioma o tu fecha de nacimiento',
    email: 'Ver tu correo electrónico',
    phone: 'Ver tu número de teléfono',
    address: 'Ver tu dirección postal',
    offline_access: 'Conservar este acceso cuando no estés',
  },
  ofKeys: {
    'profile:read': 'Ver tu nombre, tu correo electrónico y el resto de tu perfil',
    'keys:verify': 'Preguntar si las claves de API de otras personas son válidas',
  },
  other: (scope) => `Usar el permiso «${scope}»`,
}
