import type { AuditType } from '../audit/events.ts'
import type { Log } from '../log.ts'
import type { Message } from './message.ts'
import { means } from './wanted.ts'

/** The part of an event's name before the dot. */
type Area<T extends string> = T extends `${infer A}.${string}` ? A : never

/** An event of the audit, all of one area such as `user.*`, or every one. */
export type EventName = AuditType | `${Area<AuditType>}.*` | '*'

/** What it returns, or throws, changes nothing. */
export type Listener = (event: Message) => unknown

/** Of the program that Warder is part of. */
export type Listeners = Partial<Record<EventName, Listener>>

/** Calls of one listener that have not come to an end, at most: one that hangs must not fill the memory. */
const mostUnended = 1000

export type Ears = {
  hear: (type: string) => boolean
  /** Tells them, each for itself and later: nobody waits for what they do. */
  tell: (body: string) => void
}

/** What hears of events in this process. It is told what has happened, and can neither stop nor delay it. */
export function createEars(listeners: Listeners, log: Pick<Log, 'warn'>): Ears {
  const ears = Object.entries(listeners).map(([name, listener]) => ({
    name,
    listener,
    unended: 0,
    full: false,
  }))
  type Ear = (typeof ears)[number]

  async function call(ear: Ear, event: Message): Promise<void> {
    try {
      await ear.listener(event)
    } catch (error) {
      log.warn({ event: event.type, error }, 'a listener failed')
    } finally {
      ear.unended--
      ear.full = false
    }
  }

  return {
    hear: (type) => ears.some(({ name }) => means(name, type)),
    tell: (body) => {
      const { type } = JSON.parse(body) as Message // written by `messageOf`
      for (const ear of ears.filter(({ name }) => means(name, type))) {
        if (ear.unended >= mostUnended) {
          if (!ear.full)
            log.warn(
              { event: type, count: mostUnended },
              'a listener does not come to an end, and misses events',
            )
          ear.full = true
          continue
        }
        ear.unended++
        // A copy for each: what one does to it, no other sees.
        setImmediate(() => void call(ear, JSON.parse(body) as Message))
      }
    },
  }
}
