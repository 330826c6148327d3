import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { codeMatches } from '../../crypto/typed-code.ts'
import { knownBrowser } from '../../http/browser/identity.ts'
import type { Call } from '../../http/router.ts'
import { said } from '../../http/words/said.ts'
import {
  countFirstGuess,
  forgetFirstGuesses,
  giveBackFirstGuess,
  mayLookAtFirst,
} from '../../risk/code-guesses.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as devices from '../../store/people/devices.ts'
import * as phones from '../../store/people/phones.ts'
import * as users from '../../store/people/users.ts'
import { proveAddress } from '../../users/register/prove-address.ts'
import { proved, type Delivery, type Outcome, type Proof } from '../proved.ts'
import { mostGuesses, over, purpose, type Challenge } from './challenge.ts'

/**
 * Signs in whoever has the code of a challenge. Each look is counted before it is taken, for the challenge and for the
 * address; whether somebody has the address changes no answer.
 *
 * @throws Problem `invalid_credentials` for a wrong code, `token_invalid` when the challenge is over, `too_many_requests`
 */
export async function signInWithCode(
  call: Call,
  challenge_id: string,
  typed: string,
  delivery: Delivery,
): Promise<Outcome> {
  const { app } = call
  const found = await oneTimeTokens.findLive(app.db, 'one_time_code', challenge_id, app.now())
  if (!found) throw over()
  const challenge = JSON.parse(found.data) as Challenge // written by `askForCode`
  const browser = knownBrowser(call)
  if (challenge.browser_hash !== null && challenge.browser_hash !== browser) throw over()

  const door = await doorOf(call, challenge, browser)
  const left = await countGuess(call, challenge_id, challenge, door)
  const { user_id } = challenge
  const subject = user_id === '' ? {} : { subject: user_id }
  const by = door === challenge.place ? 'strangers' : 'anybody'
  const open = await mayLookAtFirst(app.db, app, user_id || door, by)
  const right = codeMatches(app, purpose, challenge.code, typed.replace(/[\s-]/g, '')) && open
  if (!right) {
    await app.pressure.failed(call.trace.address, challenge.place, 0)
    const detail = { method: `otp_${challenge.channel}`, left }
    await record(app.db, call, { type: 'sign_in.code', outcome: 'refused', ...subject, detail })
    throw wrongCode(left)
  }
  for (const guessed of new Set([door, challenge.place])) await forgetFirstGuesses(app.db, guessed, user_id)
  const proof: Proof = {
    user_id,
    amr: challenge.channel === 'email' ? ['otp', 'mca'] : ['otp', 'sms'],
    spend: (tx) => spend(tx, call, challenge_id, challenge),
  }
  return proved(call, proof, delivery).catch(async (error: unknown) => {
    if (!(error instanceof Problem) || error.code !== 'invalid_credentials') throw error
    const detail = { method: `otp_${challenge.channel}`, reason: 'stopped' }
    await record(app.db, call, { type: 'sign_in.code', outcome: 'refused', ...subject, detail })
    // Of the address or a password, of which `proved` speaks, nobody has told us anything.
    throw over()
  })
}

/** A browser that the person used before has guesses of its own. Asked of nobody, it costs the same. */
async function doorOf(
  { app }: Call,
  { user_id, place }: Challenge,
  browser: string | undefined,
): Promise<string> {
  if (browser === undefined) return place
  return (await devices.isKnown(app.db, user_id, browser, app.now())) ? `${place}:${browser}` : place
}

async function countGuess(
  call: Call,
  challenge_id: string,
  { user_id }: Challenge,
  door: string,
): Promise<number> {
  const { app } = call
  const throttled = await countFirstGuess(app.db, app, door)
  if (throttled) {
    const subject = user_id === '' ? {} : { subject: user_id }
    const detail = { reason: 'codes' }
    await record(app.db, call, { type: 'sign_in.throttled', outcome: 'refused', ...subject, detail })
    throw throttled
  }
  const row = await oneTimeTokens.tryAttempt(app.db, 'one_time_code', challenge_id, mostGuesses, app.now())
  if (!row) {
    await giveBackFirstGuess(app.db, door)
    throw over()
  }
  return mostGuesses - row.attempts
}

/** Uses up the code, with every other challenge of the person: two of them may be for one code. */
async function spend(
  tx: Db,
  call: Call,
  challenge_id: string,
  { channel, user_id, place_id }: Challenge,
): Promise<boolean> {
  const now = call.app.now()
  // Held first, so that of two challenges for one code the second sees what the first has ended.
  const user = await users.hold(tx, user_id)
  if (!user || !(await oneTimeTokens.consume(tx, 'one_time_code', challenge_id, now))) return false
  await oneTimeTokens.endAll(tx, 'one_time_code', user_id, now)
  if (channel === 'email') return proveAddress(tx, call, user_id, place_id)
  // A number alone leads to no new password: the mailbox is the way back into an account.
  if (user.password_change_required_at !== null) return false
  return phones.noteUse(tx, user_id, place_id, now)
}

function wrongCode(left: number): Problem {
  const why =
    left === 0
      ? { detail: 'This code is not right, and it was the last try. Ask for a new one.' }
      : said('wrong_code', left)
  return new Problem('invalid_credentials', {
    ...why,
    errors: [{ pointer: '/code', ...why }],
    extra: { attempts_left: left },
  })
}
