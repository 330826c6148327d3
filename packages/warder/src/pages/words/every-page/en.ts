import { html, outside } from '../../html.ts'

/** What any page may say: of forms, of fields, of times. */
export const everyPage = {
  /** The title of a page whose form came back: the first words that a screen reader speaks. */
  failed: (title: string) => `Error: ${title}`,
  menu: (what: string) => `${what} menu`,
  skip: 'Skip to the content',
  signIn: 'Sign in',
  signOut: 'Sign out',
  continue: 'Continue',
  backToSignIn: 'Back to sign in',
  goToAccount: 'Go to your account',

  fields: {
    full_name: 'Your name',
    email: 'Email address',
    current_password: 'Current password',
    password: 'Password',
  },
  newPassword: 'New password',
  passwordHint: (least: number) =>
    `At least ${least} characters. A few unrelated words are easy to remember and hard to guess; spaces are welcome.`,
  remember: 'Stay signed in on this device',
  optional: '(optional)',
  readDocument: (title: string, version: string) =>
    html`Read: ${outside(title)}, version ${outside(version)}`,

  lookAgain: 'Please look at these again:',
  /** A label before what is said of its field. */
  labelled: (label: string) => `${label}:`,

  /** While a device solves a puzzle, and where it runs no scripts that could. */
  busy: 'One moment: your device is finishing a small task, then this goes on by itself.',
  waitFirst: (seconds: number) =>
    `Many sign-ins fail at the moment. Your browser runs no scripts that could help, so please wait ${seconds} seconds before you go on.`,

  passkeys: {
    not_supported: 'This browser cannot use passkeys here.',
    already_added: 'This device has a passkey for this account already.',
    no_passkey: 'This passkey is not known here any more. Sign in another way.',
    unreachable: 'The server does not answer. Please try again in a moment.',
    /** In place of what the server says of it, which it says in English. */
    refused: undefined as string | undefined,
  },

  justNow: 'just now',
  inAMoment: 'in a moment',
}

export type EveryPageWords = typeof everyPage
