import { html, outside } from '../../../html.ts'

/** Setting up a second step: in the middle of a sign-in, and in the account. */
export const setUp = {
  setUp: {
    title: 'Set up a second step',
    lead: 'This account needs a second step. Set one up now, and you are in.',
    passkeyLead: 'Use your fingerprint, your face, the PIN of this device, or a security key.',
    passkey: 'Create a passkey',
    appLead: 'With an app on your phone that shows a code, which you type when you sign in.',
    app: 'Use an authenticator app',
    textLead: 'With codes by text message. Numbers can be taken over: the others are safer.',
    text: 'Use text messages',
    somethingElse: 'Choose something else',
    turnOn: 'Turn it on',
    number: 'Your phone number',
    numberLead: 'We send a code there now, and whenever you sign in.',
    numberHint: 'With its country, like +41 79 123 45 67.',
    enter: 'Enter the code',
    sent: (number: string) => html`We sent a code to <b>${outside(number)}</b>.`,
    done: 'Keep your recovery codes',
    doneLead: 'Your second step is on. From now on you are asked for a code when you sign in.',
    goOn: 'I have kept them: continue',
  },

  /** An authenticator app that waits for its first code. */
  app: {
    title: 'Add an authenticator app',
    lead: 'Two things to do: scan the picture, then type the code that the app shows.',
    scan: 'Open your authenticator app, choose “add” or “+”, and point the camera at this picture. If you have no such app yet, get one from the app store of your phone; any that scans QR codes will do.',
    picture: 'QR code for your authenticator app',
    cannotScan: 'I cannot scan it',
    typeKey: 'Type this key into the app instead. Capital letters and spaces do not matter.',
    openHere: 'Open it in an app on this device',
    code: 'Code from the app',
    codeHint: 'Six digits, new every half minute.',
    name: 'What do you call it? (optional)',
    nameHint: 'Such as “Blue phone”, so that you know it again.',
  },

  codes: {
    /** The first line of the file that they are saved as. */
    file: (brand: string) => `Recovery codes for ${brand}. Each works once.`,
    onlyNow:
      'We show these codes only now. Print this page, write them down, or save them where only you can get at them.',
    letYouIn:
      'If you lose your phone or your key, one of these codes lets you in after your password. Each works once.',
    save: 'Save as a file',
    kept: 'I have kept them',
    passkeyIsSetUp: 'Your passkey is set up. Keep your recovery codes.',
  },
}

export type SetUpWords = typeof setUp
