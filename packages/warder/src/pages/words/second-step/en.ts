import { html, outside } from '../../html.ts'
import { setUp } from './set-up/en.ts'

/** The second step: asking for it, setting it up, and confirming who it is. */
export const secondStep = {
  ...setUp,
  /** The buttons that choose one. */
  ways: {
    passkey: 'Use a passkey or security key',
    totp: 'Use your authenticator app',
    sms: 'Get a code by text message',
    backup_code: 'Use a recovery code',
    email: 'Get a code by email',
  },
  notNow: 'Not now',

  asked: {
    titles: {
      passkey: 'Use your passkey',
      totp: 'Enter your code',
      sms: 'Enter your code',
      backup_code: 'Enter a recovery code',
      email: 'Enter your code',
    },
    leads: {
      passkey:
        'Press the button and follow your device: your fingerprint, your face, its PIN or your security key.',
      totp: 'Open your authenticator app and enter the code that it shows now.',
      sms: 'We sent a text message with a code to your phone.',
      backup_code: 'One of the codes that you kept when you set up the second step. Each of them works once.',
    },
    /** In place of a lead: where a code was mailed. */
    mailed: (email: string) => html`We sent a code to <b>${outside(email)}</b>.`,
    unusual: (email: string) =>
      html`This sign-in looks different from your usual ones. To be sure that it is you, we sent a code to <b>${outside(email)}</b>.`,
    hints: {
      totp: 'Six digits. A new one comes every 30 seconds.',
      sms: 'Six digits. It works for ten minutes.',
      backup_code: 'Four groups of four letters and digits, like abcd-efgh-jkmn-pqrs.',
      email: 'Six digits. It works for ten minutes.',
    },
    recoveryCode: 'Recovery code',
    sent: 'A new code is on its way. Earlier ones no longer work.',
    nothingTexted: 'Nothing there after a few minutes? Let us send another one.',
    another: 'Try another way',
    passkey: 'Continue with a passkey',
    notFinished: 'That was not finished. Try again, or choose another way.',
    scripts: 'A passkey needs JavaScript. Choose another way below.',
    trust: (days: number) => `Don’t ask again on this device for ${days === 1 ? 'a day' : `${days} days`}`,
    endedTitle: 'Please sign in again',
    ended: 'This sign-in is over. Please sign in again.',
  },

  confirm: {
    title: 'Confirm it’s you',
    secondStepFor: (application: string) =>
      html`to continue to <b>${outside(application)}</b>, which asks for a second step.`,
    password: 'Before you change this, please enter your password once more.',
    anyWay: 'Before you change this, please show that it is you.',
    another: 'Or another way',
    again: (provider: string) => html`Sign in with ${outside(provider)} again`,
  },

  recover: {
    title: 'Get back into your account',
    lead: (email: string) =>
      html`For <b>${outside(email)}</b>, in place of a second step that you have lost.`,
    submit: 'Set up a new second step',
    wait: (from: string) =>
      html`This works from <b>${from}</b>. We wait a little, so that nobody can use it behind your back. Open the link again then.`,
    notYou: 'You did not ask for this? Then stop it, and change your password.',
    stop: 'Stop it',
    stopped: 'It is stopped',
    stoppedText:
      'The link no longer works. Tell whoever runs this service that it was not you, and change your password.',
    changePassword: 'Change your password',
    dead: 'Ask whoever runs this service for another one.',
  },
}

export type SecondStepWords = typeof secondStep
