import type { Config } from '../config/config.ts'
import type { Log } from '../log.ts'
import type { Db } from '../store/open.ts'
import type { Counters } from './counters.ts'
import { memoryCounters } from './memory.ts'
import { databaseReplay, type Replay } from './replay.ts'
import type { Valkey } from './valkey/valkey.ts'

export type Shared = {
  counters: Counters
  replay: Replay
  /** Absent where none is configured. */
  valkey?: Valkey
}

/** What instances share beside their rows: by Valkey or Redis where there is one, by the database or not at all elsewhere. */
export async function openShared(config: Config, db: Db, log: Log): Promise<Shared> {
  const markers = databaseReplay(db)
  if (config.redis_url === undefined) return { counters: memoryCounters(), replay: markers }
  const [{ openValkey }, { valkeyCounters }, { quickReplay }] = await Promise.all([
    import('./valkey/valkey.ts'),
    import('./valkey/counters.ts'),
    import('./valkey/replay.ts'),
  ])
  const valkey = await openValkey({ url: config.redis_url, issuer: config.issuer, log })
  return { valkey, counters: valkeyCounters(valkey), replay: quickReplay(valkey, markers) }
}
