const sentences = new Map([
  ['openid', 'Know that it is you, each time you sign in'],
  ['profile', 'See your name'],
  ['email', 'See your email address'],
  ['phone', 'See your phone number'],
  ['address', 'See your postal address'],
  ['offline_access', 'Keep this access while you are away'],
])

/** What a scope lets an application do, to follow "This allows it to". A scope we do not know is named as it is. */
export function scopeSentence(scope: string): string {
  return sentences.get(scope) ?? `Use the permission “${scope}”`
}
