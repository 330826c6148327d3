import { scopeSentence } from '../../access/scopes.ts'

const sentences = new Map([
  ['profile:read', 'See your name, your email address and the rest of your profile'],
  ['keys:verify', 'Ask whether the API keys of other people are valid'],
])

/** What a scope lets a program do, to follow "It may". */
export function keyScopeSentence(scope: string): string {
  return sentences.get(scope) ?? scopeSentence(scope)
}
