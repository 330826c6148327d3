import { OAuthError } from '../errors.ts'

const prompts = ['none', 'login', 'consent', 'select_account'] as const

/** How the client wants the person to be asked (OIDC Core §3.1.2.1). */
export type Prompt = (typeof prompts)[number]

/**
 * Reads the prompt parameter.
 *
 * @throws OAuthError invalid_request for a value we do not know, or `none` together with another
 * @see OIDC Core §3.1.2.1
 */
export function parsePrompt(text: string | undefined): Prompt[] {
  if (text === undefined) return []

  const asked = new Set<Prompt>()
  for (const word of text.split(' ')) {
    const known = prompts.find((prompt) => prompt === word)
    if (!known) throw new OAuthError('invalid_request', 'prompt has a value that is not supported')
    asked.add(known)
  }
  // OIDC Core §3.1.2.1: "If this parameter contains none with any other value, an error is returned."
  if (asked.has('none') && asked.size > 1) {
    throw new OAuthError('invalid_request', 'prompt none cannot be combined with another')
  }
  return [...asked]
}
