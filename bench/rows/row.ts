import type { Findings } from '../report/report.ts'
import type { Settings } from '../harness/settings.ts'

/** A line of the performance table: what is compared, and how. */
export type Row = {
  name: string
  /** A few words for the list. */
  title: string
  /** What it measures and what to know about it, above its table. */
  says: string
  /** The row needs PostgreSQL or Redis, which the harness then brings. */
  services?: true
  measure(settings: Settings): Promise<Findings>
}
