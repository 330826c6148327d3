/** What each of our own scopes lets an application or a program do. Those of an operator are named as they are. */
export const scopes = {
  /** To follow “This allows it to”. */
  known: {
    openid: 'Know that it is you, each time you sign in',
    profile: 'See your name and the rest of your profile, such as your picture, language or date of birth',
    email: 'See your email address',
    phone: 'See your phone number',
    address: 'See your postal address',
    offline_access: 'Keep this access while you are away',
  },
  /** The same of an API key, to follow “It may”. */
  ofKeys: {
    'profile:read': 'See your name, your email address and the rest of your profile',
    'keys:verify': 'Ask whether the API keys of other people are valid',
  },
  other: (scope: string) => `Use the permission “${scope}”`,
}

export type ScopeWords = typeof scopes
