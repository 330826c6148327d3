/** What `INFO` tells about a server. Absent where it does not say, which a managed one may not. */
export type ServerFacts = {
  /** `Valkey 8.1.3` or `Redis 7.0.15`. */
  version?: string
  replica: boolean
  /** Bytes; 0 is no limit. */
  max_memory: number
  /** What happens at the limit: `noeviction`, or the way in which keys are chosen to be forgotten. */
  policy?: string
}

/** Reads the answer to `INFO`, lines of `name:value`. */
export function readFacts(info: unknown): ServerFacts {
  const lines = typeof info === 'string' ? info.split(/\r?\n/) : []
  const values = new Map(
    lines.map((line) => [line.split(':', 1)[0] ?? '', line.slice(line.indexOf(':') + 1)]),
  )
  const valkey = values.get('valkey_version')
  const redis = values.get('redis_version')
  const version = valkey === undefined ? redis && `Redis ${redis}` : `Valkey ${valkey}`
  const policy = values.get('maxmemory_policy')
  return {
    ...(version !== undefined && { version }),
    replica: values.get('role') === 'slave',
    max_memory: Number(values.get('maxmemory') ?? 0) || 0,
    ...(policy !== undefined && { policy }),
  }
}

/** Whether the server may forget what it was told to keep. @see FAULTS F-21 */
export function mayForget({ max_memory, policy }: ServerFacts): boolean {
  return max_memory > 0 && policy !== undefined && policy !== 'noeviction'
}
