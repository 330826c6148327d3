import type { Findings } from '../harness/report.ts'
import type { Settings } from '../harness/settings.ts'

/** A line of the performance table: what is compared, and how. */
export type Row = {
  name: string
  /** What it measures, in a sentence. */
  says: string
  /** The row needs a PostgreSQL server, which the harness then brings. */
  postgres?: true
  measure(settings: Settings): Promise<Findings>
}
