import { waiting } from '../../waiting.ts'

/**
 * Why something was not done, of signing in and of what anything may be refused for. Programs read it in English, as the
 * `detail` of a problem; pages say it in the language of their reader. A sentence without values is found by its English text,
 * word for word as it stands where it is decided; one with values is made by `said` there.
 */
export const signInRefused = {
  /** On pages alone: below a field that is empty, or whose value nothing more is known of. */
  fillIn: 'Please fill this in.',
  otherValue: 'Please choose another value.',

  field_wrong: 'Some fields need another value; see errors.',
  not_an_address: 'is not an email address',
  not_a_number: 'is not a number that gets text messages; write it with its country, like +41 79 123 45 67',
  required_here: 'is required here',
  name_long: 'has more than 200 characters',
  name_unseen: 'has a character that cannot be seen',
  password_bytes: 'has more than 1,024 bytes',
  code_long: 'is too long for a code',
  must_agree: 'has to be agreed to',

  too_many: (seconds: number) =>
    `Too many attempts. Wait ${seconds === 1 ? 'a second' : waiting(seconds, 'en')} and try again.`,
  wait_longer: (seconds: number) => `Please wait ${seconds} more seconds, then send it again.`,
  work_first:
    'Many sign-ins are failing at the moment, so your device has to do a little work first. Please try once more.',
  cross_site: 'This request came from another site and was not accepted.',
  out_of_date:
    'You may have signed in or out meanwhile, or left it open for long. Go back, load it again and try once more. Nothing was changed.',
  nothing_here: 'There is nothing at this address.',
  request_long: 'The request of the application is too long.',

  password_short: (least: number) =>
    `Use at least ${least} characters. A few words that only you would put together are easy to remember.`,
  password_long: (most: number) => `Use at most ${most} bytes.`,
  password_common:
    'This is one of the passwords that everybody tries. Add words that only you would put together.',
  password_own_words:
    'Apart from your name, your address or our name there is too little in this. Add words that only you would put together.',
  password_pattern:
    'This repeats or counts up, which makes it easy to guess. Add words that only you would put together.',
  password_weak: 'This is too easy to guess. Add words that only you would put together.',
  password_stolen:
    'This password was stolen somewhere else, from you or from somebody else. Choose another one.',
  password_unchecked: 'New passwords cannot be checked at the moment. Wait a minute and try again.',
  password_same: 'This is the password that has to change. Choose another one.',
  wrong_credentials: 'The address or the password is not right.',
  not_your_organisation: 'You do not belong to this organisation, or it is closed.',

  link_dead: 'This link was used already or has expired.',
  link_dead_ask: 'This link was used already or has expired. Ask for a new one.',
  link_dead_add: 'This link was used already or has expired. Add the address again to get a new one.',
  link_number_often:
    'This link was used already or has expired. The number was wrong too often. Ask for a new one.',
  link_elsewhere: 'This link was asked for in another browser.',
  link_number: 'is required: type the number that the browser shows in which you asked for the link',
  wrong_number: (left: number) =>
    `This is not the number. You have ${left} more ${left === 1 ? 'try' : 'tries'}.`,
  wrong_code: (left: number) =>
    `This code is not right. Look at the newest message; you have ${left} more ${left === 1 ? 'try' : 'tries'}.`,
  wrong_code_last: 'This code is not right, and it was the last try. Ask for a new one.',
  code_over: 'This code took too long, or was wrong too often. Ask for a new one.',

  other_browser:
    'Open the link in the browser you registered with, or send the password you chose, or a new one, as password.',
  address_taken: 'This address has an account already. Use another one.',
  setup_over: 'This set-up link is no longer valid. Look at the terminal for the newest one.',
  setup_gone:
    'This set-up link is no longer valid. Restart Warder to get a new one, or run: warder admin create',
  invitation_account: 'This address has an account by now. Sign in with it, then open the link again.',
  invitation_other: 'This invitation is for somebody else.',
  invitation_member: 'You are a member already.',
  invitation_over: 'This invitation was used already, was taken back or has expired. Ask for a new one.',
  address_of_other: 'This link belongs to another account. Sign in to the account that asked for it.',
  address_has_account: 'This address has an account of its own by now.',

  sign_in_over: 'This sign-in is over. Sign in again.',
  sign_in_long: 'This sign-in took too long, or had too many wrong codes. Sign in again.',
  attempt_over: 'This sign-in is over, took too long, or was begun in another browser. Begin again.',
  nobody_that_way: 'Nobody signs in that way here.',
  links_off: 'Signing in with a link by mail is switched off here.',
  waiting_over: 'This sign-in is over or took too long. Go back to the application and start again.',
  waiting_done: 'This sign-in is over. Go back to the application.',
  waiting_elsewhere:
    'This sign-in was started in another browser. Go back to the application and start again here.',
  application_gone: 'The application that sent you here is not known any more.',
  application_unknown:
    'The application that sent you here is not known. Go back to it and tell whoever runs it.',
  application_nowhere: 'The application did not say where to send you.',
  application_unregistered:
    'The application asked to send you to an address that it has not registered. Nothing was sent there.',
  application_request_over:
    'The request of the application is unknown, was used or took too long. Go back to the application and start again.',
  application_unusable: 'This application cannot be used here.',
  request_answered: 'This request was answered already. Go back to the application.',
}

export type SignInRefused = typeof signInRefused
