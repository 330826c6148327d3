import { html, outside } from '../../html.ts'
import { scopes } from './scopes/en.ts'

/** What applications and devices ask for: consent, choosing an account, the code of a device. */
export const access = {
  scopes,
  title: 'Allow access',
  heading: (application: string) => html`Allow ${outside(application)}?`,
  yourAccount: 'Your account',
  whoAsks: 'Who asks',
  allows: 'This allows it to',
  usedAt: 'It will use this at:',
  deny: 'Deny',
  allow: 'Allow',

  consent: {
    firstTime: 'It asks for access to your account for the first time.',
    again: 'You allowed it before. It asks again, for what is listed here.',
    next: 'You go next to',
    onlyIf: (application: string) =>
      html`Allow it only if you know <b>${outside(application)}</b> and came from there. You can take access back at any time in your account.`,
  },

  /** What is finer than a scope. */
  details: { heading: 'What it asks for in detail', permission: 'Permission' },

  about: {
    of: (application: string) => html`About ${outside(application)}:`,
    policy: 'Privacy policy',
    terms: 'Terms of service',
  },

  /** An application that nobody here registered. */
  stranger: {
    unknown: 'This application registered itself. Nobody here knows who is behind its name.',
    publishedAt: (host: string) =>
      html`This application registered itself, and belongs to whoever runs <b>${outside(host)}</b>. Nobody here has checked its name.`,
    thisDevice: 'A program on this device',
  },

  chooseAccount: {
    title: 'Choose an account',
    here: 'Signed in here',
    goOnAs: (name: string) => html`Continue as ${outside(name)}`,
    other: 'Use another account',
  },

  device: {
    title: 'Connect a device',
    lead: 'Type the code that your device or program shows.',
    signInFirst: 'Sign in first. Then type the code that your device or program shows.',
    never: 'We never send anybody a code for this page, and never ask for one.',
    inFront: (code: string) =>
      html`Does your device show the code <b>${outside(code)}</b>? Go on only if it is in front of you, and you began this yourself.`,
    askedFrom: 'Asked from',
    sent: 'Did somebody send you this code, or the link to this page? Then they want into your account: choose Deny.',
    denied: 'Not connected',
    deniedText: 'The device gets no access to your account.',
    connected: 'Your device is connected',
    connectedText:
      'Go on there: it notices within a few seconds. You can take access back at any time in your account.',
    seeAccess: 'See what has access',
  },
}

export type AccessWords = typeof access
