/**
 * Loaded before each test file. A file whose tests are done but whose process does not end has left something open: a
 * server, a database, a timer. It would hang the run, or be hidden by a forced exit; here it fails and says what it is.
 * And a file ends when the run that started it was killed.
 */
import { after } from 'node:test'

const patience = 5000
const runner = process.ppid

setInterval(() => {
  if (process.ppid !== runner) process.exit(1)
}, 1000).unref()

after(() => void setTimeout(look, patience).unref())

/** The timer alone keeps nothing alive: it fires only when something else does, or when others have the processor. */
function look(): void {
  // The two pipes are the output of this process.
  const open = process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap')
  if (open.length === 0) return void setTimeout(look, patience).unref()
  console.error(`the tests are done, but the process does not end: still open are ${open.join(', ')}`)
  process.exit(1)
}
