/** What by itself lets a person sign in; a second factor does not. */
export const wayKinds = ['passkey', 'password', 'mail', 'phone', 'identity'] as const
export type WayIn = (typeof wayKinds)[number]

/** What a person has of each. */
export type Has = {
  /** That prove who they are with nothing beside: on the device, unlocked by its user. */
  passkeys: number
  password: boolean
  /** A link or a code by mail, where that signs in. */
  mail: boolean
  /** A code by text message, where that signs in. */
  phone: boolean
  /** At somebody else's, such as an employer. */
  identities: number
}

/** The ways in of a person, each thing of which there may be several counted by itself. */
export function waysIn({ passkeys, password, mail, phone, identities }: Has): WayIn[] {
  return [
    ...Array<WayIn>(passkeys).fill('passkey'),
    ...(password ? (['password'] as const) : []),
    ...(mail ? (['mail'] as const) : []),
    ...(phone ? (['phone'] as const) : []),
    ...Array<WayIn>(identities).fill('identity'),
  ]
}

/** Whether one of a kind may go: a person always keeps a way in. */
export function mayRemove(has: Has, kind: WayIn): boolean {
  const left = waysIn(has)
  const at = left.indexOf(kind)
  if (at !== -1) left.splice(at, 1)
  return left.length > 0
}
