/** What this API does. It is beside the point, and so it is simple. */

const good = new Set(['good', 'great', 'happy', 'like', 'love', 'nice', 'thanks', 'well'])
const bad = new Set(['bad', 'broken', 'hate', 'never', 'poor', 'sad', 'slow', 'wrong'])

const sentences = (text: string): string[] => text.match(/[^.!?]+[.!?]*/g)?.map((one) => one.trim()) ?? []

const work: Record<string, (text: string) => unknown> = {
  summarize: (text) => sentences(text)[0] ?? '',
  key_points: sentences,
  questions: (text) => sentences(text).filter((sentence) => sentence.endsWith('?')),
  sentiment: (text) => {
    const words = text.toLowerCase().match(/[a-z]+/g) ?? []
    const count = (list: ReadonlySet<string>) => words.filter((word) => list.has(word)).length
    return { positive: count(good), negative: count(bad) }
  },
}

export const operations = Object.keys(work)
/** What anybody may be told about. */
export const openOperations = operations.slice(0, 1)

export type Job = { text: string; operation: string }

/** The job of a request's body; a sentence where there is none. Without a body it is an empty text. */
export function readJob(body: string): Job | string {
  if (body.length > 100_000) return 'The text is too long.'
  let job: unknown
  try {
    job = body === '' ? {} : JSON.parse(body)
  } catch {
    return 'The body is not JSON.'
  }
  if (typeof job !== 'object' || job === null) return 'The body is not an object.'
  const { text = '', operation = 'summarize' } = job as Record<string, unknown>
  if (typeof text !== 'string') return 'text is a text.'
  if (typeof operation !== 'string' || !operations.includes(operation))
    return `operation is one of ${operations.join(', ')}.`
  return { text, operation }
}

export const run = ({ text, operation }: Job): unknown => work[operation]?.(text)
