import { Problem } from '@warder/protocol'
import { isLoopback } from '../http/trusted/client-address.ts'
import type { Call } from '../http/router.ts'

/** Whether somebody at this machine calls a server in development. */
export function isDeveloper({ app, trace }: Call): boolean {
  return app.config.dev && (trace.address === '' || isLoopback(trace.address))
}

/** @throws Problem `not_found` */
export function notHere(): never {
  throw new Problem('not_found')
}
