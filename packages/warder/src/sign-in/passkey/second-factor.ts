import type { Db } from '../../store/open.ts'
import * as factors from '../../store/people/factors.ts'
import type { SecondFactor } from '../method.ts'
import { judge } from './judge.ts'
import { newChallenge, requestOptions } from './options.ts'
import { relyingParty } from './party.ts'
import { authenticationResponse } from './webauthn/responses.ts'

/** What is kept of the question, in the sign-in or the confirmation that waits for the answer. */
type Question = { challenge: string }

const listOf = (db: Db, user_id: string) => factors.listOf(db, user_id, 'passkey')

/**
 * A passkey or a security key, after a password or to confirm. Only here the person is known before, and so are the names of
 * their keys. The question lives and ends with the waiting row that it stands in: of one browser, one session, one use.
 */
export const passkeyFactor: SecondFactor = {
  id: 'passkey',
  isOwn: true,
  sends: false,
  isOpenTo: (has) => has.has('passkey'),
  ask: async (tx, { app, tenant }, person) => {
    const challenge = newChallenge()
    const kept: Question = { challenge }
    const allowed = await listOf(tx, person.id)
    return {
      kept,
      shown: { publicKey: requestOptions(relyingParty(app.config, tenant), { challenge, allowed }) },
    }
  },
  judge: async (call, person, kept, answer) => {
    const { challenge } = kept as Question // written by `ask`: nobody answers what was not asked
    if (!('credential' in answer)) return undefined
    const read = authenticationResponse.safeParse(answer.credential)
    if (!read.success) return undefined
    const row = (await listOf(call.app.db, person.id)).find(({ lookup }) => lookup === read.data.id)
    if (!row) return undefined
    const expected = { challenge, verified: false }
    const judged = await judge(call, { ...row, user_id: person.id }, read.data, expected)
    return judged.ok ? { amr: judged.amr, spend: judged.spend } : undefined
  },
}
