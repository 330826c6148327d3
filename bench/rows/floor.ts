import { floorOf, rawSocket } from '../candidates/floor.ts'
import { throughput } from '../harness/throughput.ts'
import type { Row } from './row.ts'

export const floorRow: Row = {
  name: 'floor',
  title: 'bare node:http, and whether the load generator could ask for more',
  says:
    'The most that any server on `node:http` can reach here, and whether the load generator could ask for more: the raw ' +
    'socket must be quicker, and the load core must not be full, where the bare server is measured.',
  measure: (settings) => throughput([floorOf(300), floorOf(4096), rawSocket], 'sqlite', settings),
}
