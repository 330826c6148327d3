/** Why something was not done, of API keys and connected services; see `../../../sign-in/en.ts`. */
export const keysRefused = {
  key_network: 'is no address or network: write it like 192.0.2.7 or 10.0.0.0/8',
  key_networks: 'has more than 50 networks',
  key_unknown: 'There is no such API key.',
  key_expired: 'This key has expired. Make a new one.',
  key_rotating: 'This key is being rotated already. Look at it again.',
  key_above: 'This key does more than you may yourself.',
  keys_off: 'Nobody can make API keys here.',
  keys_most: (most: number) =>
    `You have ${most} API keys, and that is the most. Revoke one that is no longer used.`,
  less_than_before: 'You may do less than a moment ago. Try again.',

  service_unknown: 'There is no such service to connect.',
  connecting_over:
    'This attempt to connect a service is over. Begin again in your account, under Connections.',
  connection_unknown: 'You have no such connection.',
  program_unknown:
    'is no agent of yours or of the tenant, no application that you gave access, and no service account here',
  program_without: 'This program may not use the connection anyway.',
  programs_most: (most: number) => `At most ${most} programs may use one connection.`,
  program_form: 'is no agent, service account or application',
  typed_key_long: 'is too long for a key',
  typed_key_marks: 'has a space or a character that keys do not have',
  typed_name_long: 'is too long for a name',
  typed_name_marks: 'has a colon or a control character',
  typed_password_long: 'is too long for a password',
  typed_password_marks: 'has a control character',
}

export type KeysRefused = typeof keysRefused
