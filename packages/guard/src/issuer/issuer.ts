import type { Seconds } from '@warder/protocol'
import type { Settings } from '../settings/resolve.ts'
import { discover, type IssuerMetadata } from './discovery.ts'
import { keySource, type KeySource, type Metadata } from './key-source.ts'
import { revocationsOf, type Revocations } from './revocations/revocations.ts'

/** Everything that is known of one issuer; the sources that trust it share it. */
export type Issuer = {
  issuer: string
  metadata: Metadata
  keys: KeySource
  revocations: Revocations
  close: () => void
}

/** How long metadata are believed before they are read again. */
const rediscoverAfter: Seconds = 3600

/** The issuers of one guard, each made at the first question for it. */
export function issuers(settings: Settings) {
  const known = new Map<string, Issuer>()
  return {
    of: (issuer: string): Issuer => {
      let found = known.get(issuer)
      if (!found) known.set(issuer, (found = openIssuer(issuer, settings)))
      return found
    },
    all: (): Issuer[] => [...known.values()],
  }
}

function openIssuer(issuer: string, settings: Settings): Issuer {
  const revocations = revocationsOf(issuer, settings)
  const metadata = metadataOf(issuer, settings, (found) => {
    if (found.revocation_feed !== undefined) revocations.found(found.revocation_feed)
  })
  return {
    issuer,
    metadata,
    keys: keySource(issuer, metadata, settings),
    revocations,
    close: () => revocations.close(),
  }
}

function metadataOf(
  issuer: string,
  { clock }: Settings,
  found: (metadata: IssuerMetadata) => void,
): Metadata {
  let held: { metadata: IssuerMetadata; read_at: Seconds } | undefined
  let flight: Promise<IssuerMetadata> | undefined

  async function look(signal: AbortSignal): Promise<IssuerMetadata> {
    const metadata = await discover(issuer, signal)
    held = { metadata, read_at: clock.elapsed() }
    found(metadata)
    return metadata
  }

  return {
    read: async (signal) => {
      if (held && clock.elapsed() < held.read_at + rediscoverAfter) return held.metadata
      flight ??= look(signal).finally(() => (flight = undefined))
      return flight
    },
    forget: () => (held = undefined),
  }
}
