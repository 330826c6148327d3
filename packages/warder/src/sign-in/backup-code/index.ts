import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { seenOf } from '../../sessions/seen.ts'
import type { Db } from '../../store/open.ts'
import { alertLink } from '../../users/alerts/link.ts'
import type { Candidate, SecondFactor } from '../method.ts'
import { codesLeft, fewCodes, findCode, useCode } from './set.ts'

/** A recovery code: it stands in for a second factor that is lost, and works once. */
export const backupCode: SecondFactor = {
  id: 'backup_code',
  isOwn: false,
  sends: false,
  isOpenTo: (has) => has.has('backup_code'),
  ask: () => Promise.resolve({ kept: {} }),
  judge: async (call, person, _, answer) => {
    const found = 'code' in answer && (await findCode(call.app, person.id, answer.code))
    if (!found) return undefined
    return { amr: ['otp'], spend: (tx) => spend(tx, call, person, found.id) }
  },
}

/** The mail tells of it whether or not the person did it, and says how many are left. */
async function spend(
  tx: Db,
  call: Pick<Call, 'app' | 'tenant' | 'trace'>,
  person: Candidate,
  id: string,
): Promise<boolean> {
  const { app } = call
  if (!(await useCode(tx, person.id, id))) return false
  const left = await codesLeft(tx, person.id)
  const link = await alertLink(tx, call, person.id)
  const told = { ...seenOf(call), link, left, few: left <= fewCodes }
  await queueMail(tx, app, compose(call, 'recoveryCodeUsed', personOf(app, person), told))
  await record(tx, call, {
    type: 'backup_code.used',
    outcome: 'succeeded',
    actor: person.id,
    detail: { left },
  })
  return true
}
