import type { Valkey } from '../../cache/valkey/valkey.ts'
import type { Clock } from '../../time.ts'
import type { SessionMemory } from './memory.ts'

/**
 * A memory of sessions that forgets together with those of the other instances: what one forgets it announces. An
 * announcement that is lost costs what there would be without any, the few seconds that a memory keeps; one that is
 * made up costs a question to the database. So nobody waits for it, and nobody has to trust it.
 */
export async function announced(
  memory: SessionMemory,
  valkey: Valkey | undefined,
  now: Clock,
): Promise<SessionMemory> {
  if (!valkey) return memory
  const channel = valkey.key('forget')
  await valkey.listen(channel, (text) => {
    for (const id of text.split(' ')) memory.forget(id, now())
  })

  const waiting = new Set<string>()
  const announce = () => {
    const text = [...waiting].join(' ')
    waiting.clear()
    void valkey.ask(['PUBLISH', channel, text])
  }
  return {
    find: memory.find,
    forget: (id, at) => {
      memory.forget(id, at)
      // One change names several: the person, and the session.
      if (waiting.size === 0) queueMicrotask(announce)
      waiting.add(id)
    },
  }
}
