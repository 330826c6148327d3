import type { ScopeWords } from './en.ts'

/** Brazilian usage, as in the mails. */
export const scopes: ScopeWords = {
  known: {
    openid: 'Saber que é você, cada vez que você entra',
    profile: 'Ver seu nome e o resto do seu perfil, como sua foto, seu idioma ou sua data de nascimento',
    email: 'Ver seu endereço de e-mail',
    phone: 'Ver seu número de telefone',
    address: 'Ver seu endereço postal',
    offline_access: 'Manter este acesso quando você não estiver presente',
  },
  ofKeys: {
    'profile:read': 'Ver seu nome, seu endereço de e-mail e o resto do seu perfil',
    'keys:verify': 'Perguntar se as chaves de API de outras pessoas são válidas',
  },
  other: (scope) => `Usar a permissão “${scope}”`,
}
