import type { Candidate } from '../harness/candidate.ts'
import { peer } from '../harness/paths.ts'

function constant(name: string, file: string, fixedBytes?: number): Candidate {
  return {
    name,
    command: ({ bytes }) => ({ args: [peer(file)], env: { BYTES: String(fixedBytes ?? bytes) } }),
    readyPath: '/',
    prepare: async () => ({
      method: 'GET',
      path: '/',
      headers: {},
      expected: { status: 200, contains: ['{"floor":"'] },
    }),
  }
}

/** A bare `node:http` server that answers as many bytes as the first candidate of its row. */
export const floor = constant('floor (bare node:http)', 'floor')

/** The same with sizes of its own, for the row that shows what the floor is. */
export const floorOf = (bytes: number): Candidate =>
  constant(`bare node:http, ${bytes} bytes`, 'floor', bytes)

/** Parses nothing: shows how much more the load generator could ask for. */
export const rawSocket = constant('raw socket, 300 bytes, parses nothing', 'raw-socket', 300)
