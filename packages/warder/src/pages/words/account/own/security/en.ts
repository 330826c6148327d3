import { html, outside, type Html, type Part } from '../../../../html.ts'

const numbers = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine']

/** How somebody signs in: what stands on the page of security, and the pages that it leads to. */
export const signingIn = {
  security: {
    ways: (many: number) =>
      `${numbers[many] ?? String(many)} ${many === 1 ? 'way' : 'ways'} to sign in ${many === 1 ? 'is' : 'are'} set up.`,
    oneMore: 'Another one would let you in if you lose it.',
    secondStep: 'A second step would keep others out.',
    password: 'Password',
    changePassword: 'Change password',
    recent: 'Recent activity',
    nothing: 'Nothing yet.',
    notYou: (path: string) =>
      html`Something here was not you? Change your password, then <a href="${path}">look at your sessions</a>.`,
    everything: 'Show everything',
  },

  passkeys: {
    title: 'Passkeys',
    none: 'Sign in with your fingerprint, your face or the PIN of your device, without a password. A passkey works only here, so nobody can trick you into giving it away.',
    add: 'Add a passkey',
    addKey: 'Add a security key',
    noScripts: 'Your browser runs no scripts, and it takes one to add a passkey.',
    added: (when: Part) => html`Added ${when}`,
    synced: 'Synced',
    thisKey: 'This key only',
    oneDevice: 'One device only',
    afterPassword: 'Asked for after your password',
    isPasskey: (when: string) => `A passkey, added ${when}.`,
    isKey: (when: string) => `A security key, added ${when}.`,
    removeText:
      'It will not sign you in any more. Your device may still show it for a while; you can delete it there as well.',
    removeIt: 'Remove it',

    offer: {
      title: 'Sign in faster next time',
      lead: 'With a passkey you sign in by your fingerprint, your face or the PIN of this device. There is nothing to remember and nothing to type.',
      onlyYou: 'Only you can use it: your fingerprint or face never leaves the device.',
      stays: 'Your password stays as it is.',
      create: 'Create a passkey',
      notNow: 'Not now',
      notNowGoOn: 'Not now, continue',
      later: 'You can add one at any time, under Security in your account.',
    },
  },

  passwordless: {
    none: 'You have no password, so nobody can guess or steal it.',
    set: 'Set a password',
    setLead: 'It signs you in beside the ways that you have already.',
    setIt: 'Set password',
    may: 'You can sign in without your password.',
    remove: 'Remove your password',
    oneMorePasskey:
      'You can sign in without your password. Add one more passkey, for the day you lose the first one, and you may remove your password.',
    removeLead: 'A password that does not exist cannot be guessed, stolen or given away.',
    changes: 'What changes',
    fromNowOn: 'From now on you sign in with:',
    ways: {
      passkey: 'your passkey, with your fingerprint, your face or the PIN of your device',
      mail: 'a link or a code that we mail to you',
      phone: 'a code that we send to your phone',
      identity: 'your account elsewhere, such as the one at work',
    },
    stops:
      'Your password stops working at once, and you are signed out on your other devices. You can set a new password here at any time.',
    removeIt: 'Remove my password',
    notYet: 'Not yet',

    suggestion: 'Sign in without a password',
    suggestions: {
      oneMore: {
        text: 'You signed in without your password. Add one more way to sign in, and you may remove it.',
        action: 'Add another way',
      },
      remove: {
        text: 'You can sign in without your password now. Remove it?',
        action: 'Remove your password',
      },
      addOne: {
        text: 'A passkey signs you in with your fingerprint, your face or the PIN of your device. No password to remember.',
        action: 'Add a passkey',
      },
      tryIt: {
        text: 'You have a passkey. Choose it when you sign in the next time, in place of your password.',
        action: 'Look at your passkeys',
      },
    },
    notNow: 'Not now',
  },

  identities: {
    title: 'Connected accounts',
    none: 'Sign in with an account that you have elsewhere. We learn your name and address from it, and never your password there.',
    connect: (provider: string) => `Connect ${provider}`,
    closed: 'Does not sign you in any more',
    connected: (when: Part) => html`Connected ${when}`,
    disconnect: 'Disconnect',
    disconnectNamed: (provider: string) => `Disconnect ${provider}`,
    asked: (provider: string) => `Connect ${provider}?`,
    askedLead: 'Look whether both accounts are yours.',
    happens: 'What happens',
    willSignIn: (label: string, provider: string, email: string): Html =>
      html`<b>${outside(label)}</b> at ${outside(provider)} will sign in to your account <b>${outside(email)}</b> here, from now on and without a password of ours.`,
  },

  phone: {
    title: 'Phone number',
    none: 'None',
    noneText: 'We can send codes there, to sign in or as a second step.',
    added: (when: Part) => html`Added ${when}`,
    changeSpoken: 'Change your phone number',
    addSpoken: 'Add a phone number',
    add: 'Add',
    signsIn: 'Signs you in',
    isSecondStep: 'Second step',
    lead: 'We send codes there by text message, and nothing else. Nobody else sees it.',
    typeCode: 'Type the code',
    yours: 'Your number',
    addOne: 'Add a number',
    another: 'Another number in its place',
    notThat: 'Not that number?',
    off: 'Text messages are not set up here.',
    sent: (number: string): Html =>
      html`We sent a code to <b>${outside(number)}</b>. Nothing changes before you type it here.`,
    code: 'Code',
    codeHint: 'Six digits. It works for ten minutes.',
    confirm: 'Confirm this number',
    removeSpoken: 'Remove your phone number',
    hint: 'With its country, like +41 79 123 45 67. We send a code there.',
    send: 'Send the code',
    signInBox: 'Sign me in with a code sent there',
    secondStepBox: 'Ask for a code sent there after my password, as second step',
    safer:
      'An authenticator app is safer: numbers can be taken over, and text messages can be read on the way.',
  },

  secondStep: {
    title: 'Second step',
    none: 'An authenticator app on your phone shows a new code every half minute. With one set up, your password alone signs nobody in.',
    add: 'Add an authenticator app',
    on: 'On',
    codes: 'Recovery codes',
    left: (left: number, of: number) => `${left} of ${of} left`,
    codesText: 'For when you have lost your phone. With a new set, the old one stops working.',
    newCodes: 'New codes',
    newCodesSpoken: 'New codes in place of the old ones',
    scanThenType: 'Scan, then type',
    added: (when: Part) => html`Added ${when}`,
    isApp: (when: string) => `An authenticator app, added ${when}.`,
    removeLast:
      'This is your only second step. Without it, whoever knows your password can sign in, and your recovery codes stop working.',
    removeText: 'We will not take codes from this app any more. Your other second steps stay.',
    removeIt: 'Remove this app',
    yourCodes: 'Your recovery codes',
    yourCodesLead:
      'They let you in when your phone is lost or broken. Without them nobody may be able to help you.',
    keepSafe: 'Keep these safe',
    why: {
      added: 'Your authenticator app is on. We ask for its code from your next sign-in on.',
      phone: 'From your next sign-in on we ask for a code that we send to your phone.',
      new: 'Here are your new codes. The old ones do not work any more.',
    },
  },
}

export type SigningInWords = typeof signingIn
