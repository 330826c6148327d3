import type { Db } from '../store/open.ts'
import * as factors from '../store/people/factors.ts'
import { backupCode } from './backup-code/index.ts'
import { emailCode } from './email-code/index.ts'
import type { Candidate, SecondFactor, SecondFactorId } from './method.ts'
import { passkeyFactor } from './passkey/second-factor.ts'
import { smsCode } from './phone/index.ts'
import { totp } from './totp/index.ts'

/** Every second factor, the strongest first. To add one: make its folder, add its line. */
export const secondFactors: readonly SecondFactor[] = [passkeyFactor, totp, smsCode, backupCode, emailCode]

/** What a person can prove beyond the first factor, the strongest first. */
export async function secondFactorsOf(db: Db, person: Candidate): Promise<SecondFactorId[]> {
  const has = await factors.usableBy(db, person.id)
  return secondFactors.filter((factor) => factor.isOpenTo(has, person)).map(({ id }) => id)
}

export function secondFactor(id: SecondFactorId): SecondFactor {
  const found = secondFactors.find((factor) => factor.id === id)
  if (!found) throw new Error(`there is no second factor ${id}`)
  return found
}
