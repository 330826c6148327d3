import { day, hour, minute } from '../../time.ts'

/** How many addresses a person may have, those that wait for their owner counted in. */
export const most = 10

/** How many times in an hour a person may have a message sent to an address they typed. */
export const asked = { max: 10, window: hour }

/** What decides who gets at an account may only be changed by somebody who proved a moment ago who they are. */
export const recent = 10 * minute

/** How long the link to a new address works. */
export const confirmable = day

/**
 * How long the owner of a replaced main address can undo that (ATTACKS PW-28), and how long it stays for it. As far back
 * whatever was not theirs puts addresses and factors in doubt: whoever did it may have been in before.
 */
export const undoable = 7 * day
