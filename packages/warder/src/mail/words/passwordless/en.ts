import { when } from '../../when.ts'
import type { MailWords, PasswordlessKind } from '../mail-words.ts'

export const passwordless: Pick<MailWords, PasswordlessKind> = {
  passwordRemoved: ({ brand, at }) => ({
    subject: `Your ${brand} password was removed`,
    lines: [
      `Your password was removed on ${when(at, 'en')}. No password opens your account any more: you sign in in the other ways that you have set up.`,
      'If this wasn’t you, press the button. We sign everybody out and help you to set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If you wanted this, there is nothing to do. You can set a password again at any time.',
  }),

  passwordAdded: ({ brand, at }) => ({
    subject: `Your ${brand} account has a password now`,
    lines: [
      `A password was set for your account on ${when(at, 'en')}. It signs you in from now on, beside the ways that you had before.`,
      'If this wasn’t you, press the button. We sign everybody out and help you to set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If you set it yourself, there is nothing to do.',
  }),
}
