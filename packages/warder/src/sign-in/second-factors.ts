import { emailCode } from './email-code/index.ts'
import type { Candidate, SecondFactor, SecondFactorId } from './method.ts'

/** Every second factor, the strongest first. To add one: make its folder, add its line. */
export const secondFactors: readonly SecondFactor[] = [emailCode]

/** What a person can prove beyond the first factor. */
export function secondFactorsOf(person: Candidate): SecondFactorId[] {
  return secondFactors.filter((factor) => factor.isOpenTo(person)).map((factor) => factor.id)
}

export function secondFactor(id: SecondFactorId): SecondFactor {
  const found = secondFactors.find((factor) => factor.id === id)
  if (!found) throw new Error(`there is no second factor ${id}`)
  return found
}
