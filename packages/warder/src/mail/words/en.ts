import { facts } from '../facts.ts'
import { when } from '../when.ts'
import { linksAndCodes } from './links-and-codes/en.ts'
import type { MailWords } from './mail-words.ts'
import { members } from './members/en.ts'
import { passkeys } from './passkeys/en.ts'
import { passwordless } from './passwordless/en.ts'
import { privacy } from './privacy/en.ts'
import { programs } from './programs/en.ts'

const factNames = { device: 'Device', place: 'Place', time: 'Time' }

/**
 * To add a message: name it with its parameters in `mail-words.ts`, write it here and in the other languages of this
 * folder, and send it with `queueMail(tx, app, compose(call, 'itsName', personOf(app, user), { … }))`. The tests of
 * all messages take it in once `messages.test.ts` has parameters for it.
 *
 * Say what happened and what to do, in the words a friend would use. No name stands in a mail to an address that is
 * not proved: whoever typed the address may have written anything there.
 */
export const en: MailWords = {
  ...linksAndCodes,
  ...members,
  ...passkeys,
  ...passwordless,
  ...privacy,
  ...programs,

  greeting: (full_name) => (full_name ? `Hello ${full_name},` : 'Hello,'),
  link_again: 'If the button does not work, open this address:',

  mailTest: ({ brand, at }) => ({
    subject: `A test mail from ${brand}`,
    lines: [
      `An operator of ${brand} sent this message on ${when(at, 'en')} to see whether mail arrives. It does.`,
    ],
    closing: 'There is nothing to do.',
  }),

  confirmAddress: ({ brand }) => ({
    subject: `Confirm your address for ${brand}`,
    lines: [
      `Please confirm that this address is yours. Your ${brand} account is created once you do. The link works for one day.`,
    ],
    action: 'Confirm my address',
    closing: 'If you did not ask for this, you can ignore this message: nothing happens without the link.',
  }),

  alreadyRegistered: ({ brand }) => ({
    subject: `You already have an account at ${brand}`,
    lines: [
      `Somebody, perhaps you, tried to create an account at ${brand} with this address. You already have one, so nothing was changed.`,
      'Sign in as usual. If you forgot your password, choose “Forgot your password?” there.',
    ],
    action: 'Sign in',
    closing: 'If this was not you, there is nothing to do.',
  }),

  resetPassword: ({ brand }) => ({
    subject: `Set a new password for ${brand}`,
    lines: ['Choose a new password with the link below. It works for one hour and only once.'],
    action: 'Set a new password',
    closing: 'If you did not ask for this, you can ignore this message: nothing happens without the link.',
  }),

  passwordChanged: ({ brand, at }) => ({
    subject: `Your ${brand} password was changed`,
    lines: [`Your password was changed on ${when(at, 'en')}, and you were signed out on your other devices.`],
    action: 'This wasn’t me',
    closing: 'If you changed it yourself, there is nothing to do.',
  }),

  passwordGuessed: ({ brand, at }) => ({
    subject: `Somebody tried to sign in to your ${brand} account`,
    lines: [
      `Several wrong passwords were tried with your address, the last one on ${when(at, 'en')}. None of them was right, and further attempts now have to wait longer and longer.`,
      'On the devices you usually sign in with, everything works as before.',
    ],
    action: 'Set a new password',
    closing:
      'If it was you and you forgot your password, the button helps. Otherwise there is nothing to do, unless you use the same password somewhere else.',
  }),

  newSignIn: ({ brand, reasons, ...seen }) => ({
    subject: `New sign-in to your ${brand} account`,
    lines: [
      {
        new_device: 'Your account was just used on a device that you had not used before.',
        new_country: 'Your account was just used in a country that you had not signed in from before.',
        impossible_travel: 'Your account was just used far away from where you signed in last.',
      }[reasons.at(-1) ?? 'new_device'],
      ...facts(factNames, seen, 'en'),
      'If this was not you, press the button. We will sign you out everywhere and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If it was you, there is nothing to do.',
  }),

  signInCode: ({ brand, ...seen }) => ({
    subject: `Your sign-in code for ${brand}`,
    lines: [
      'Somebody, hopefully you, is signing in with your password. It looks different from your usual sign-ins, so we ask for this code as well. It works for ten minutes.',
      ...facts(factNames, seen, 'en'),
    ],
    action: 'This wasn’t me',
    closing:
      'Do not give this code to anybody, not even to us. If you are not signing in right now, somebody knows your password: press the button.',
  }),

  signInStopped: ({ brand, ...seen }) => ({
    subject: `We stopped a sign-in to your ${brand} account`,
    lines: [
      'Somebody tried to sign in with your password. We did not let them in, because it looked different from your usual sign-ins.',
      ...facts(factNames, seen, 'en'),
      'Press the button and tell us whether it was you. If it was, you can sign in on that device afterwards. If not, we will lock your account and help you set a new password.',
    ],
    action: 'Was it you?',
    closing: 'Nothing changes until you answer.',
  }),

  sessionStopped: ({ brand, ...seen }) => ({
    subject: `Somebody else may be using your ${brand} sign-in`,
    lines: [
      'A sign-in of yours was just used in a different browser and on a different network than before. We stopped it. To go on, whoever is there must first confirm with your password that they are you.',
      ...facts(factNames, seen, 'en'),
      'If this was not you, somebody may have copied it from your device. Set a new password, which signs everybody out, and check your devices for programs you do not know.',
    ],
    action: 'Set a new password',
    closing: 'If it was you, confirm with your password and go on.',
  }),

  accountLocked: ({ brand, since, removed, programs: ended, passkeys }) => ({
    subject: `Your ${brand} account is locked until you set a new password`,
    lines: [
      'A sign-in to your account was reported as not yours. We signed you out everywhere, cut off every application, and your old password no longer works.',
      ...(removed
        ? [
            `What was added since ${when(since, 'en')} is gone: addresses, and what signs in or stands beside the password. Add again what was yours.`,
          ]
        : []),
      ...(ended
        ? [
            `Keys and credentials that were made from your account since ${when(since, 'en')} for programs that you look after have ended, and such agents are stopped. Give those programs new ones.`,
          ]
        : []),
      ...(passkeys > 0
        ? [
            'Passkeys from before work again once the new password is set. Look at them then, under Security, and remove any that you do not know.',
          ]
        : []),
      'Set a new password that you use nowhere else. The link works for one day and only once; you can ask for another one with “Forgot your password?”.',
    ],
    action: 'Set a new password',
    closing: 'If somebody else may be reading your mail, change the password of your mailbox first.',
  }),

  confirmNewAddress: ({ brand }) => ({
    subject: `Confirm this address for your ${brand} account`,
    lines: [
      `Somebody, we hope you, wants to add this address to their ${brand} account. Open the link and sign in to that account to confirm it. The link works for one day and only once.`,
    ],
    action: 'Confirm this address',
    closing: 'If you did not ask for this, you can ignore this message: nothing happens without the link.',
  }),

  addressTaken: ({ brand }) => ({
    subject: `Somebody wanted to add your address to another ${brand} account`,
    lines: [
      `Somebody, perhaps you, wanted to add this address to another ${brand} account. It belongs to yours already, so nothing was changed.`,
      'If it was you: remove the address from this account first, then add it to the other one.',
    ],
    action: 'Sign in',
    closing: 'If this was not you, there is nothing to do.',
  }),

  addressAdded: ({ brand, address, at }) => ({
    subject: `An address was added to your ${brand} account`,
    lines: [
      `The address ${address} was added to your account on ${when(at, 'en')}. You can sign in with it from now on.`,
      'If this was not you, remove that address and change your password.',
    ],
    action: 'See my addresses',
    closing: 'If you added it yourself, there is nothing to do.',
  }),

  addressChanged: ({ brand, address, at, until }) => ({
    subject: `The main address of your ${brand} account was changed`,
    lines: [
      `On ${when(at, 'en')} the main address of your account became ${address}. Our messages go there from now on.`,
      `If this was not you, undo it before ${when(until, 'en')}: we will bring this address back, sign everybody out and help you set a new password.`,
    ],
    action: 'Undo the change',
    closing: 'If you changed it yourself, there is nothing to do.',
  }),

  addressRemoved: ({ brand, at }) => ({
    subject: `This address was removed from your ${brand} account`,
    lines: [
      `This address was removed from your account on ${when(at, 'en')}. You can no longer sign in with it, and we send nothing more here.`,
      'If this was not you, sign in with another address of yours and change your password.',
    ],
    action: 'See my account',
    closing: 'If you removed it yourself, there is nothing to do.',
  }),

  authenticatorAdded: ({ brand, at }) => ({
    subject: `An authenticator app was added to your ${brand} account`,
    lines: [
      `An authenticator app was added to your account on ${when(at, 'en')}. From now on we ask for a code from it when you sign in.`,
      'If this was not you, press the button. We will sign everybody out, take the app off your account again and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If you added it yourself, there is nothing to do. Keep your recovery codes in a safe place.',
  }),

  authenticatorRemoved: ({ brand, at, last }) => ({
    subject: `An authenticator app was removed from your ${brand} account`,
    lines: [
      `An authenticator app was removed from your account on ${when(at, 'en')}.`,
      last
        ? 'You have no second step any more, and your recovery codes no longer work: whoever knows your password can sign in.'
        : 'Your other second steps work as before.',
    ],
    action: 'This wasn’t me',
    closing: 'If you removed it yourself, there is nothing to do.',
  }),

  recoveryCodesMade: ({ brand, at }) => ({
    subject: `New recovery codes for your ${brand} account`,
    lines: [
      `New recovery codes were made for your account on ${when(at, 'en')}. The old ones no longer work.`,
    ],
    action: 'This wasn’t me',
    closing: 'If you made them yourself, keep them in a safe place and throw the old ones away.',
  }),

  recoveryCodeUsed: ({ brand, left, few, ...seen }) => ({
    subject: `A recovery code of your ${brand} account was used`,
    lines: [
      'One of your recovery codes was just used in place of your second step. It will not work again.',
      ...facts(factNames, seen, 'en'),
      ['That was the last one.', 'You have one left.'][left] ?? `You have ${left} left.`,
      ...(few ? ['It is time to make new ones, under Security in your account.'] : []),
      'If this was not you, press the button. We will sign everybody out and help you set a new password.',
    ],
    action: 'This wasn’t me',
    closing: 'If it was you, there is nothing more to do.',
  }),

  recoveryLink: ({ brand, from }) => ({
    subject: `A link to get back into your ${brand} account`,
    lines: [
      `We were asked to let you set up a new second step, because you lost the old one. The link works from ${when(from, 'en')} on, once, and for a day.`,
      'It still needs your password. Do not pass it on, not even to somebody who says that they help you.',
    ],
    action: 'Set up a new second step',
    closing: 'You did not ask for this? Open the link and stop it before it works.',
  }),

  accountDeactivated: ({ brand, at }) => ({
    subject: `Your ${brand} account is deactivated`,
    lines: [
      `You deactivated your account on ${when(at, 'en')}. You are signed out everywhere. Nothing was deleted but your connections to other services, if you had any.`,
      'To use it again, just sign in.',
    ],
    action: 'Sign in',
    closing: 'If this was not you, sign in and change your password.',
  }),

  accountReactivated: ({ brand, at }) => ({
    subject: `Your ${brand} account is in use again`,
    lines: [
      `Somebody signed in to your deactivated account on ${when(at, 'en')}, so it can be used again. Welcome back!`,
    ],
    action: 'This wasn’t me',
    closing: 'If it was you, there is nothing to do.',
  }),

  accountErased: ({ brand, at }) => ({
    subject: `Your ${brand} account is erased`,
    lines: [
      `Your account was erased on ${when(at, 'en')}, as you asked. Everything that we knew about you is gone, and this is our last mail to you.`,
      'You are welcome to register again with this address at any time.',
    ],
    closing: 'Goodbye, and thank you.',
  }),

  invitation: ({ brand }) => ({
    subject: `You are invited to ${brand}`,
    lines: [
      `You have been invited to ${brand}. Open the link and choose a password, and your account is ready. The link works for seven days and only once.`,
    ],
    action: 'Accept the invitation',
    closing:
      'If you were not expecting an invitation, you can ignore this message: nothing happens without the link.',
  }),
}
