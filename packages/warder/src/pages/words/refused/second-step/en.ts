/** Why a second step, or setting one up, was not done. */
export const secondStepRefused = {
  second_wrong: (left: number) =>
    `This code is not right. You have ${left} more ${left === 1 ? 'try' : 'tries'}.`,
  second_wrong_mail: (left: number) =>
    `This code is not right. Look at the newest mail; you have ${left} more ${left === 1 ? 'try' : 'tries'}.`,
  second_wrong_last: 'This code is not right, and it was the last try. Sign in again.',
  passkey_wrong: (left: number) =>
    `This passkey was not accepted. You have ${left} more ${left === 1 ? 'try' : 'tries'}.`,
  passkey_wrong_last: 'This passkey was not accepted, and it was the last try. Sign in again.',
  second_not_asked: 'This sign-in does not ask for that.',
  second_used: 'This code was used already. Take the next one.',
  nothing_to_confirm: 'This account has nothing to confirm with.',
  cannot_confirm: 'This account cannot confirm by that.',

  app_many: (most: number) =>
    `An account has at most ${most} authenticator apps. Remove one that you no longer use.`,
  app_over: 'Adding this authenticator app took too long, or had too many wrong codes. Start again.',
  app_wrong: (left: number) =>
    `This code is not right. Type the newest one that your app shows; you have ${left} more ${left === 1 ? 'try' : 'tries'}.`,
  app_name_long: 'has more than 60 characters',
  set_up_wrong_last: 'This code is not right, and it was the last try. Start again.',

  number_wrong: (left: number) =>
    `This code is not right. Type the newest one; you have ${left} more ${left === 1 ? 'try' : 'tries'}.`,
  number_over: 'Confirming this number took too long, or had too many wrong codes. Start again.',
  number_taken: 'This number is on another account. Remove it there first.',
  number_other: 'This account has another number. Use that one, or set up something else.',
  number_not_this: 'is not the number of this account',
  number_proved: 'You are signing in with a code to your number. Set up something else as your second step.',
  texts_off: 'Text messages are not set up here.',

  document_changed: (document: string, version: string) =>
    `The version of ${document} that holds now is ${version}. Show that one first.`,
  document_version: (version: string) => `is not the version that holds now, ${version}`,
}

export type SecondStepRefused = typeof secondStepRefused
