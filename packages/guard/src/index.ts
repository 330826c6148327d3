/**
 * The guard: who calls my API?
 *
 * It checks the access tokens of one issuer against the keys that the issuer publishes. It knows the
 * issuer's public documents and nothing of its storage; it opens only when every check has passed.
 */
export { guard } from './guard.ts'
export type { Guard } from './guard.ts'
export type { Clock, GuardOptions } from './options.ts'
export type { Caller, CallerWithMetadata, RequestMetadata } from './caller.ts'
export type { Check, Presented, Result } from './check.ts'
export { refusalHeaders, refusalResponse } from './refusal.ts'
export type { Refusal, RefusalReason } from './refusal.ts'

export { webHandler } from './adapters/web.ts'
export { honoHandler, honoMiddleware } from './adapters/hono.ts'
export type { HonoContext } from './adapters/hono.ts'
export { expressHandler, expressMiddleware } from './adapters/express.ts'
export type { ExpressResponse } from './adapters/express.ts'
export { nodeHandler } from './adapters/node-http.ts'
