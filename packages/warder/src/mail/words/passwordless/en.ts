import { when } from '../../when.ts'
import type { MailWords, PasswordlessKind } from '../mail-words.ts'

export const passwordless: Pick<MailWords, PasswordlessKind> = {
  passwordRemoved: ({ brand, at }) => ({
    subject: `Your ${brand} password was removed`,
    lines: [
      `Your password was removed on ${when(at, 'en')}. No password opens your account any more: you sign in by the other ways that you have set up.`,
      'If this was not you, press the button. We will sign everybody out and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If you wanted this, there is nothing to do. You can set a password again at any time.',
  }),

  passwordAdded: ({ brand, at }) => ({
    subject: `Your ${brand} account has a password now`,
    lines: [
      `A password was set for your account on ${when(at, 'en')}. It signs you in from now on, beside the ways that you had before.`,
      'If this was not you, press the button. We will sign everybody out and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If you set it yourself, there is nothing to do.',
  }),

  identityAdded: ({ brand, at, provider }) => ({
    subject: `${provider} signs you in to ${brand} now`,
    lines: [
      `An account at ${provider} was connected to your account on ${when(at, 'en')}. Whoever can use it there signs in here with it from now on.`,
      'If this was not you, press the button. We will sign everybody out, disconnect it and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If you connected it yourself, there is nothing to do.',
  }),

  identityRemoved: ({ brand, at, provider }) => ({
    subject: `${provider} no longer signs you in to ${brand}`,
    lines: [
      `An account at ${provider} was disconnected from your account on ${when(at, 'en')}. It does not sign anybody in here any more.`,
      'If this was not you, press the button. We will sign everybody out and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If you disconnected it yourself, there is nothing to do.',
  }),

  setPassword: ({ brand }) => ({
    subject: `Set a password for ${brand}?`,
    lines: [
      'Your account has no password at the moment, so there is none to forget. If you have set up another way to sign in, use that one.',
      'If you want a password, set one with the link below. It works for one hour and only once.',
    ],
    action: 'Set a password',
    closing: 'If you did not ask for this, you can ignore this message: nothing happens without the link.',
  }),
}
