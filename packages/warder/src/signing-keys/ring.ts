import type { Seconds, SigningAlgorithm, SigningKey, VerificationKey } from '@warder/protocol'
import { operator, record, type Audited } from '../audit/audit.ts'
import { digest } from '../crypto/tokens.ts'
import type { Secrets } from '../crypto/secrets.ts'
import type { Log } from '../log.ts'
import * as signingKeys from '../store/oauth/signing-keys.ts'
import { asStorageError } from '../store/errors.ts'
import type { Db } from '../store/open.ts'
import { hour, type Clock } from '../time.ts'
import { importKey, makeKey, type LoadedKey } from './keys.ts'

/** A key set as it is published, made once per change. */
export type PublishedKeys = {
  body: string
  etag: string
  /** How long verifiers may keep it, in seconds. */
  max_age: Seconds
}

/** How long a verifier may keep a key set: a new key signs only when all have seen it. */
export const keySetMaxAge: Seconds = 300

/** By how much clocks may differ, and what an instance knows of keys be old. */
export const keyLeeway: Seconds = 60

/** How long before it signs a key stands in the key set: until the last set without it is forgotten. */
export const publishedAhead: Seconds = keySetMaxAge + keyLeeway

/**
 * While the first keys of a tenant are made, one by one behind its first requests, nobody keeps a key set for long: each of
 * them may sign as soon as it is there.
 */
const newSetMaxAge: Seconds = 5

/** The signing keys of every tenant: who signs now, who may be believed, what is published. */
export type KeyRing = {
  /**
   * The key that signs for a tenant now; the first request for an algorithm makes its key. Synchronous while
   * what is known is fresh. Inside a transaction give the transaction, which a read beside it would wait for.
   */
  signer: (tenant_id: string, alg: SigningAlgorithm, through?: Db) => SigningKey | Promise<SigningKey>
  /** Every key whose signatures count, also those that do not sign yet or any more. */
  verifiers: (tenant_id: string) => readonly VerificationKey[] | Promise<readonly VerificationKey[]>
  /** The same with keys that left the key set because of their age: whose ID tokens still hint at a person (OIDC Core §3.1.2.1). */
  hintVerifiers: (tenant_id: string) => readonly VerificationKey[] | Promise<readonly VerificationKey[]>
  /** The key set document of RFC 7517 §5. */
  jwks: (tenant_id: string) => PublishedKeys | Promise<PublishedKeys>
  /** Forgets what was read, so that the next call sees what has just been written. */
  reload: () => void
}

export type KeyRingOptions = { db: Db; secrets: Secrets; now: Clock; log?: Log } & Pick<
  Audited['app'],
  'events'
>

/** A rotation by another process is seen within this time. */
const freshFor: Seconds = 5
/** While the database is away, what it said so long ago still stands: whoever keeps the key set goes by it too. */
const staleFor: Seconds = hour

type View = {
  read_at: Seconds
  /** Reads are numbered as they begin: a slow one must not undo what a later one saw. */
  order: number
  keys: readonly LoadedKey[]
  verifiers: readonly VerificationKey[]
  hintVerifiers: readonly VerificationKey[]
  published: PublishedKeys
}

/**
 * Reads the keys of a tenant at most every five seconds and imports each private key once. Which key is the
 * current one is decided by the database, so that any number of instances agree.
 */
export function createKeyRing({ db, secrets, now, log, events }: KeyRingOptions): KeyRing {
  const views = new Map<string, View>()
  const reading = new Map<string, Promise<View>>()
  const imported = new Map<string, LoadedKey>()
  let failed_at = -Infinity
  let begun_reads = 0
  let outdated_up_to = 0

  const fresh = (tenant_id: string): View | undefined => {
    const view = views.get(tenant_id)
    const age = view ? now() - view.read_at : Infinity
    return age >= 0 && age < freshFor ? view : undefined
  }

  const read = (tenant_id: string, through: Db): Promise<View> => {
    if (through !== db) return load(tenant_id, through)
    const running = reading.get(tenant_id)
    if (running) return running
    const begun = load(tenant_id, db).finally(() => {
      // `reload` may have let another read begin meanwhile, which then is the one to wait for.
      if (reading.get(tenant_id) === begun) reading.delete(tenant_id)
    })
    reading.set(tenant_id, begun)
    return begun
  }

  /** Also of reads that are still under way, which may have begun before what was written just now. */
  function forget(tenant_id: string): void {
    views.delete(tenant_id)
    reading.delete(tenant_id)
    outdated_up_to = begun_reads
  }

  async function load(tenant_id: string, through: Db): Promise<View> {
    const at = now()
    const order = ++begun_reads
    const rows = await signingKeys.believed(through, tenant_id, at)
    const loaded = rows.flatMap((row) => {
      const known = imported.get(row.kid) ?? importKey(row, secrets)
      if (!known) {
        log?.error(
          { key_id: row.kid },
          'a signing key cannot be opened with the present secrets and is not used',
        )
        return []
      }
      imported.set(row.kid, known)
      // The times of a key change when it is retired; its material never does.
      const { active_at, retired_at, removed_at } = row
      return [{ ...known, active_at, retired_at, removed_at }]
    })
    const keys = loaded.filter((key) => inKeySet(key, at))
    const body = JSON.stringify({ keys: keys.map((key) => key.jwk) })
    const published = {
      body,
      etag: `"${digest(body).slice(0, 22)}"`,
      max_age: maxAgeOf(
        rows.filter((row) => inKeySet(row, at)),
        at,
      ),
    }
    const verificationOf = (key: LoadedKey) => key.verification
    const verifiers = keys.map(verificationOf)
    const hintVerifiers = loaded.map(verificationOf)
    const view = { read_at: at, order, keys, verifiers, hintVerifiers, published }
    if (order > Math.max(outdated_up_to, views.get(tenant_id)?.order ?? 0)) views.set(tenant_id, view)
    return view
  }

  /** What the database says, or said when it last could. Nobody waits for it again right after it could not. */
  async function known(tenant_id: string): Promise<View> {
    const view = views.get(tenant_id)
    const usable = view !== undefined && now() - view.read_at < staleFor
    const since = now() - failed_at
    if (usable && since >= 0 && since < freshFor) return view
    try {
      return await read(tenant_id, db)
    } catch (error) {
      if (!usable || !asStorageError(error)) throw error
      failed_at = now()
      log?.warn({ error }, 'the signing keys cannot be read: those that were read last are published')
      return view
    }
  }

  async function loadOrMake(tenant_id: string, alg: SigningAlgorithm, through: Db): Promise<SigningKey> {
    const view = fresh(tenant_id) ?? (await read(tenant_id, through))
    const found = currentOf(view, alg, now())
    if (found) return found

    // Beside keys whose set verifiers keep for long it is published first. Where a signature of it is wanted sooner it gives
    // it, since no other key can.
    const ahead = view.published.max_age === keySetMaxAge ? publishedAhead : 0
    const made = await makeKey(tenant_id, alg, secrets, now(), now() + ahead)
    // Of several instances that start at once one inserts; the others find its key.
    if (await signingKeys.insertFirst(through, made)) {
      const app = { now, ...(events && { events }) }
      const by = { app, tenant: { id: tenant_id }, trace: operator }
      await record(through, by, {
        type: 'signing_key.created',
        outcome: 'succeeded',
        detail: { kid: made.kid, alg },
      })
    }
    forget(tenant_id)
    const current = currentOf(await read(tenant_id, through), alg, now())
    if (!current) throw new Error(`tenant ${tenant_id} has no usable ${alg} key`)
    return current
  }

  return {
    signer: (tenant_id, alg, through = db) => {
      const view = fresh(tenant_id)
      return (view && currentOf(view, alg, now())) ?? loadOrMake(tenant_id, alg, through)
    },
    verifiers: (tenant_id) => fresh(tenant_id)?.verifiers ?? known(tenant_id).then((view) => view.verifiers),
    hintVerifiers: (tenant_id) =>
      fresh(tenant_id)?.hintVerifiers ?? known(tenant_id).then((view) => view.hintVerifiers),
    jwks: (tenant_id) => fresh(tenant_id)?.published ?? known(tenant_id).then((view) => view.published),
    reload: () => {
      views.clear()
      reading.clear()
      outdated_up_to = begun_reads
    },
  }
}

/** The others are believed for hints alone. */
const inKeySet = ({ removed_at }: { removed_at: Seconds | null }, now: Seconds) =>
  removed_at === null || removed_at > now

function maxAgeOf(rows: readonly { created_at: Seconds }[], now: Seconds): Seconds {
  const since = now - Math.min(...rows.map(({ created_at }) => created_at), now)
  return since < keySetMaxAge ? newSetMaxAge : keySetMaxAge
}

/**
 * The newest key of the algorithm that has begun to sign and has not stopped. A clock that was set back may stand before
 * the first of them began: then that one signs, since with none nobody could sign in.
 */
function currentOf(view: View, alg: SigningAlgorithm, now: Seconds): SigningKey | undefined {
  let current: LoadedKey | undefined
  let coming: LoadedKey | undefined
  for (const key of view.keys) {
    if (key.signing.alg !== alg || (key.retired_at !== null && key.retired_at <= now)) continue
    if (key.active_at > now) coming = coming && coming.active_at < key.active_at ? coming : key
    else if (!current || key.active_at > current.active_at) current = key
  }
  return (current ?? coming)?.signing
}
