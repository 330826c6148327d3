/**
 * The guard: who calls my API?
 *
 * It knows keys of your own, and what issuers publish or answer; nothing of anybody's storage. It opens only when every
 * check has passed.
 */
export { guard } from './guard.ts'
export type { Guard } from './guard.ts'
export type { SignInDemand } from './sign-in.ts'
export type { Clock, GuardOptions, ResourceOptions } from './options.ts'
export type {
  AccessTokensSource,
  ApiKey,
  ApiKeysSource,
  Grants,
  HmacKey,
  HmacSource,
  HttpSignatureKey,
  HttpSignaturesSource,
  IntrospectionSource,
  SessionSource,
  SourceOptions,
  WarderKeysSource,
} from './settings/sources.ts'
export type { AuthenticatedBy, Caller, CallerWithMetadata, RequestMetadata } from './caller.ts'
export type { Check, Presented, Result } from './check.ts'
export type { GuardEvent } from './modes/events.ts'
export type { AuthStatus } from './modes/status.ts'
export type { RevocationStatus } from './issuer/revocations/revocations.ts'
export type { ResourceMetadata } from './resource/resource-metadata.ts'
export { refusalHeaders, refusalResponse } from './refusal.ts'
export type { Refusal, RefusalReason } from './refusal.ts'

export { webHandler } from './adapters/web.ts'
export { honoHandler, honoMiddleware } from './adapters/hono.ts'
export type { HonoContext } from './adapters/hono.ts'
export { expressHandler, expressMiddleware } from './adapters/express.ts'
export type { ExpressResponse } from './adapters/express.ts'
export { fastifyHandler, fastifyHook } from './adapters/fastify.ts'
export type { FastifyReply, FastifyRequest } from './adapters/fastify.ts'
export { nodeHandler } from './adapters/node-http.ts'

export { checkWebhook } from './webhook.ts'
export type { CheckedWebhook, ReceivedWebhook } from '@warder/protocol'
