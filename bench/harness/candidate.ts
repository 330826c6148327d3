import type { Exchange } from '../load/exchange.ts'

/** Where one run of a candidate lives. */
export type Place = {
  port: number
  /** An own directory, empty at first. */
  data: string
  /** A database of its own on PostgreSQL, for the rows that use one. */
  databaseUrl: string | undefined
  /** Bytes the floor answers with: those of the first candidate's answer. */
  bytes: number
}

/** How it is started: arguments behind `node` or another program, and what is added to a nearly empty environment. */
export type Command = { program?: string; args: readonly string[]; env: Readonly<Record<string, string>> }

/** A server that can be measured. */
export type Candidate = {
  name: string
  command(place: Place): Command
  /** Answers 200 as soon as the server can serve. */
  readyPath: string
  /** Makes what the request needs, through what the server offers to everybody, and says the request. */
  prepare(place: Place): Promise<Exchange>
  /** What a candidate needs that no npm package brings. */
  install?: (say: (line: string) => void) => void
}
