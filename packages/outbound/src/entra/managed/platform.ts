import type { Environment } from '../../environment.ts'
import type { MetadataAnswer, MetadataRequest } from '../../metadata/ask.ts'

/** Which of the identities of a machine: its own where absent. */
export type ManagedIdentityId = { clientId: string } | { objectId: string } | { resourceId: string }

export type PlatformRequest = MetadataRequest & { url: URL }

/** A part of Azure that has its own way to hand out tokens. */
export type Platform = {
  name: string
  /** @throws OutboundError CONFIG_INVALID for an identity that cannot be chosen there */
  request: (resource: string, id: ManagedIdentityId | undefined) => PlatformRequest
  /** What is to be sent instead, when an answer asks for a proof. */
  prove?: (asked: PlatformRequest, answer: MetadataAnswer) => Promise<PlatformRequest | undefined>
  /** Milliseconds to wait after an answer before the same is asked again; undefined when it stands. */
  pauseAfter?: (answer: MetadataAnswer, attempt: number) => number | undefined
  /** Whether the answer must name the identity that was asked for: there are versions that ignore the question. */
  mustEcho?: boolean
}

/** What is known of the place. */
export type Place = {
  env: Environment
  isThere: (path: string) => boolean
  platform: NodeJS.Platform
  /** Where the agent of Azure Arc keeps its proofs, if not in the usual folder. */
  arcTokens?: string | undefined
}
