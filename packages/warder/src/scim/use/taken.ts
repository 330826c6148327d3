import { ScimError } from '@warder/protocol'
import { isUniqueViolation } from '../../store/errors.ts'

/** What an index refuses, in the words of a connection. @throws ScimError `uniqueness` */
export async function unlessTaken<T>(detail: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error)) throw new ScimError('uniqueness', detail)
    throw error
  }
}
