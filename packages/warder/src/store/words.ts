/** A list that one column holds, separated by spaces: scopes, roles, ways of proof. Empty for an empty text. */
export function words(text: string): string[] {
  return text.split(' ').filter(Boolean)
}
