/** Why something of the person, or of how they sign in, was not done; see `../../sign-in/en.ts`. */
export const ownRefused = {
  address_not_yours: 'You have no such address.',
  address_here: 'This address is on your account already.',
  address_main: 'This is your main address. Make another one the main address first.',
  address_unconfirmed: 'Confirm this address first: open the link that was sent to it.',
  address_held: (until: string) =>
    `This was your main address until lately. So that its owner can undo the change, it stays until ${until}.`,
  addresses_full: (most: number) => `An account has at most ${most} addresses. Remove one first.`,
  addresses_many: (most: number) =>
    `An account has at most ${most} addresses. Remove one that you no longer use.`,

  password_not_current: 'This is not your current password.',
  password_wrong_often: 'Too many wrong passwords: you were signed out. Sign in again.',
  password_changed: 'Your password has changed meanwhile.',
  password_here: 'You have a password already. Change it instead.',
  password_none: 'You have no password.',
  password_needed: 'Sign in without your password first, with a passkey for example. Then you can remove it.',
  password_one_way: 'Without your password you would have a single way to sign in. Add another one first.',
  password_again: 'Your password has changed meanwhile. Try again.',

  passkey_not_yours: 'You have no such passkey.',
  passkey_only_way: 'This passkey is your only way to sign in. Set a password or add another passkey first.',
  app_not_yours: 'You have no such authenticator app.',
  codes_alone: 'Recovery codes stand in for a second step. Set one up first, such as an authenticator app.',
  number_none: 'You have no phone number here.',
  number_only_way: 'This number is your only way to sign in. Set a password or add a passkey first.',
  identity_none: 'No such account elsewhere is connected.',
  identity_only_way: 'This is your only way to sign in. Set a password or add a passkey first.',
  identity_over: 'This is over, or is about another account. Begin again in your account, under Security.',
  identity_here: (provider: string) => `This account at ${provider} is connected here already.`,

  document_none: 'There is no such document.',
  document_not_one: 'is not one of the documents',
  document_needed: 'This account cannot be used without it. Deactivate or erase the account instead.',

  session_none: 'There is no such session.',
  session_ended: 'This session has ended. Sign in again.',
  account_gone: 'This account is gone already.',
  account_disabled: 'This account is disabled.',
  administrator_last:
    'You are the last administrator. Make somebody else one first, for instance with: warder admin create',
}

export type OwnRefused = typeof ownRefused
