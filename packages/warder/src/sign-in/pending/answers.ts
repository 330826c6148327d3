import type { SecondAnswer, SecondFactorId } from '../method.ts'
import type { Pending } from './pending.ts'

/** People copy codes with the spaces and dashes that mail programs, and our own pages, show in them. */
export const plain = (answer: SecondAnswer): SecondAnswer =>
  'code' in answer ? { code: answer.code.replace(/[\s-]/g, '') } : answer

/** Answers to these need no question: whoever has them reads the code without being sent one. */
const unasked: readonly SecondFactorId[] = ['totp', 'backup_code']

/**
 * Which of the second factors of a waiting sign-in an answer is of, undefined when it is of none: the one that is named,
 * or else the one that was asked for, or that codes of this form are of. A recovery code is taken for what it is wherever it
 * is typed: whoever has lost their phone types it in the field that is there.
 */
export function whose(
  { method, methods }: Pick<Pending, 'method' | 'methods'>,
  answer: SecondAnswer,
  named?: SecondFactorId,
): SecondFactorId | undefined {
  const wanted = ofRecovery(answer) ? 'backup_code' : (named ?? ofForm(method, answer))
  if (!methods.includes(wanted)) return undefined
  // What was not asked for has nothing to be judged by.
  return wanted === method || unasked.includes(wanted) ? wanted : undefined
}

/** Recovery codes are longer than all others. */
const ofRecovery = (answer: SecondAnswer): boolean => 'code' in answer && answer.code.length > 8

/** Whether it may be found by trying: a code of six digits, and no recovery code or passkey. */
export const isGuessable = (answer: SecondAnswer): boolean => 'code' in answer && !ofRecovery(answer)

/** A code that was sent is awaited before one of an app. */
function ofForm(asked: SecondFactorId | null, answer: SecondAnswer): SecondFactorId {
  if (!('code' in answer)) return 'passkey'
  return asked === 'sms' || asked === 'email' ? asked : 'totp'
}
