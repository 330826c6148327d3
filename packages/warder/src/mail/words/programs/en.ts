import { when } from '../../when.ts'
import type { MailWords, ProgramKind } from '../mail-words.ts'

export const programs: Pick<MailWords, ProgramKind> = {
  apiKeyMade: ({ brand, at, prefix, rotated }) => ({
    subject: rotated
      ? `The secret of an API key of your ${brand} account was replaced`
      : `An API key was made for your ${brand} account`,
    lines: [
      rotated
        ? `The secret of an API key of yours was replaced on ${when(at, 'en')}. The new one begins with ${prefix}.`
        : `An API key was made for your account on ${when(at, 'en')}. It begins with ${prefix}. A program that has it can act in your name, as far as the key allows.`,
      'If this was not you, press the button. We will sign everybody out, end all your API keys and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If it was you, there is nothing to do. You find your keys in your account, under API keys.',
  }),
}
