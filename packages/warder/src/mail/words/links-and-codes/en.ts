import { facts } from '../../facts.ts'
import { when } from '../../when.ts'
import type { LinkOrCodeKind, MailWords } from '../mail-words.ts'

const factNames = { device: 'Device', place: 'Place', time: 'Time' }

export const linksAndCodes: Pick<MailWords, LinkOrCodeKind> = {
  signInLink: ({ brand, ...seen }) => ({
    subject: `Your link to sign in to ${brand}`,
    lines: [
      'Somebody, hopefully you, asked for a link to sign in. It works for 15 minutes and only once.',
      ...facts(factNames, seen, 'en'),
    ],
    action: 'Sign in',
    closing:
      'If you did not ask for this, you can ignore this message. Do not pass the link on, and tell nobody the number that goes with it.',
  }),

  oneTimeCode: ({ brand, ...seen }) => ({
    subject: `Your code to sign in to ${brand}`,
    lines: [
      'Somebody, hopefully you, asked for a code to sign in. Type it where you asked for it. It works for ten minutes.',
      ...facts(factNames, seen, 'en'),
    ],
    closing:
      'Do not give this code to anybody, not even to us. If you did not ask for it, you can ignore this message.',
  }),

  noAccount: ({ brand, open }) => ({
    subject: `There is no ${brand} account with this address`,
    lines: [
      `Somebody, perhaps you, wanted to sign in to ${brand} with this address. It has no account yet. Perhaps you used another address.`,
    ],
    action: open ? 'Create an account' : 'Sign in',
    closing: 'If this was not you, there is nothing to do.',
  }),

  phoneAdded: ({ brand, at, number }) => ({
    subject: `A phone number was added to your ${brand} account`,
    lines: [
      `The number ${number} was added to your account on ${when(at, 'en')}.`,
      'If this was not you, press the button. We will sign everybody out, remove the number and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If you added it yourself, there is nothing to do.',
  }),

  phoneRemoved: ({ brand, at, number }) => ({
    subject: `A phone number was removed from your ${brand} account`,
    lines: [
      `The number ${number} was removed from your account on ${when(at, 'en')}. We send no more codes there.`,
    ],
    action: 'This wasn’t me',
    closing: 'If you removed it yourself, there is nothing to do.',
  }),

  textStepAdded: ({ brand, at, number }) => ({
    subject: `Your ${brand} account now asks for a code from your phone`,
    lines: [
      `Since ${when(at, 'en')} we send a code to ${number} when you sign in, as a second step.`,
      'If this was not you, press the button. We will sign everybody out, turn it off again and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing:
      'If you turned it on yourself, there is nothing to do. Keep your recovery codes in a safe place.',
  }),

  textStepRemoved: ({ brand, at, last }) => ({
    subject: `Your ${brand} account no longer asks for a code from your phone`,
    lines: [
      `On ${when(at, 'en')} the code by text message was turned off as a second step.`,
      last
        ? 'You have no second step any more, and your recovery codes no longer work: whoever knows your password can sign in.'
        : 'Your other second steps work as before.',
    ],
    action: 'This wasn’t me',
    closing: 'If you turned it off yourself, there is nothing to do.',
  }),
}
