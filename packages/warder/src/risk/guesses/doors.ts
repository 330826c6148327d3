import type { Seconds } from '@warder/protocol'
import { digest } from '../../crypto/tokens.ts'
import type { Counted } from '../../store/operations/guesses.ts'
import { day, hour } from '../../time.ts'

/** Whose password is guessed at: an address that somebody typed, and the person it leads to, if any. */
export type Target = { directory_id: string; email_key: string; user_id: string | undefined }

/**
 * A way in that guesses come by. Each has its own count, so that whoever guesses at one cannot close another, and all
 * doors of an account share a total.
 */
export type Door = { own: Counted; total: Counted }

/** This many in a row come at once; each further one waits twice as long as the one before. */
export const free = 5
/** Longer than it takes an impatient guesser to gain anything by letting the count lapse. */
const remembered: Seconds = 6 * hour

/** NIST SP 800-63B-4 §3.2.2: no more than 100 consecutive wrong ones at one account. */
const mostEver = 100
/** Strangers get no further than this, so that something is left for the person's own devices. */
const mostOfStrangers = 80
/** Of one known device, or of one session: a stolen one is worth no more. */
const mostOfDevice = 20
const mostOfSession = 10

/** For whoever comes with nothing: one for each address, so that two addresses of one person do not tell of each other. */
export function strangersDoor(target: Target): Door {
  return door(target, `stranger ${target.directory_id} ${target.email_key}`, mostEver, mostOfStrangers)
}

/** For a browser that this person signed in with before. */
export function deviceDoor(target: Target & { user_id: string }, browser_hash: string): Door {
  return door(target, `device ${target.user_id} ${browser_hash}`, mostOfDevice, mostEver)
}

/** For a session that must say the password again. */
export function sessionDoor(target: Target & { user_id: string }, session_id: string): Door {
  return door(target, `session ${session_id}`, mostOfSession, mostEver)
}

function door(target: Target, name: string, most: number, mostInTotal: number): Door {
  const user_id = target.user_id ?? null
  return {
    own: { key: digest(name), user_id, free, most, keep: remembered },
    total: { ...totalOf(target), user_id, free: mostEver + 1, most: mostInTotal },
  }
}

/** Of a person for good, until a right one or a link by mail; of an address that leads to nobody only for a day. */
function totalOf({ directory_id, email_key, user_id }: Target): Pick<Counted, 'key' | 'keep'> {
  return user_id === undefined
    ? { key: digest(`total ${directory_id} ${email_key}`), keep: day }
    : { key: digest(`total ${user_id}`), keep: 3650 * day }
}
