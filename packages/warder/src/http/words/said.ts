import type { Reason } from '@warder/protocol'
import { refused } from '../../pages/words/refused/en.ts'
import { toldIn } from '../../pages/words/refused/find.ts'
import type { RefusedWords } from '../../pages/words/refused/refused.ts'

/** The sentences that say a value. */
type Saying = {
  [K in keyof RefusedWords]: RefusedWords[K] extends string ? never : K
}[keyof RefusedWords]

type Values<S> = S extends (...values: infer V) => string ? V : never

/** The `detail` of a problem, or of a field of one, that says values; pages find it by its name in the language of their reader. */
export function said<K extends Saying>(
  name: K,
  ...values: Values<RefusedWords[K]>
): { detail: string; reason: Reason } {
  return { detail: toldIn(refused, name, values) ?? '', reason: { name, values } }
}
