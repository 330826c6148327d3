import type { Environment } from '../environment.ts'
import { OutboundError } from '../errors.ts'
import type { CredentialStore } from '../store/store.ts'
import type { Reference } from './references.ts'

/** Bytes: no secret is longer, and no file that is not one is read to its end. */
const longest = 65_536
/** Milliseconds that a program has to say a secret. */
const patience = 10_000

export type SecretSources = {
  /** What relative paths start from. */
  folder: string
  env: Environment
  store: CredentialStore
  /** Whether `exec:` may run a program: whoever writes the file decides which. */
  allowExec: boolean
}

const secretKind = 'secret'
const idOf = (name: string) => `secret/${name}`

/** Keeps a secret in the store, where `keyring:NAME` finds it. */
export async function keepSecret(store: CredentialStore, name: string, text: string): Promise<void> {
  await store.withLock(idOf(name), () => store.set(idOf(name), { kind: secretKind, data: { text } }))
}

/** The names that `keyring:` finds. */
export async function secretNames(store: CredentialStore): Promise<string[]> {
  return (await store.list()).flatMap((id) => (id.startsWith('secret/') ? [id.slice('secret/'.length)] : []))
}

export async function forgetSecret(store: CredentialStore, name: string): Promise<void> {
  await store.delete(idOf(name))
}

/**
 * The text behind a reference, at the moment it is used.
 *
 * @throws OutboundError SECRET_MISSING, which names the reference and never what it leads to
 */
export async function secretOf(reference: Reference, sources: SecretSources): Promise<string> {
  const text = await found(reference, sources)
  if (text) return text
  throw missing(reference, 'is empty or not there')
}

function found({ scheme, name }: Reference, sources: SecretSources): Promise<string | undefined> {
  switch (scheme) {
    case 'env':
      return Promise.resolve(sources.env[name])
    case 'file':
      return fromFile(name, sources.folder)
    case 'keyring':
      return fromStore(name, sources.store)
    case 'exec':
      return fromProgram(name, sources)
  }
}

async function fromFile(name: string, folder: string): Promise<string> {
  const reference: Reference = { scheme: 'file', name }
  const { open } = await import('node:fs/promises')
  const path = await import('node:path')
  const file = await open(path.resolve(folder, name)).catch((cause: unknown) => {
    throw missing(reference, 'cannot be read', cause)
  })
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(longest + 1))
    if (bytesRead > longest) throw missing(reference, 'is too long for a secret')
    return buffer.toString('utf8', 0, bytesRead).replace(/\r?\n$/, '')
  } finally {
    await file.close()
  }
}

async function fromStore(name: string, store: CredentialStore): Promise<string | undefined> {
  const record = await store.get(idOf(name))
  const text = record?.kind === secretKind ? record.data['text'] : undefined
  return typeof text === 'string' ? text : undefined
}

/** Without a shell: what stands in the name is a program and its arguments, and nothing in them is expanded. */
async function fromProgram(name: string, { allowExec, folder, env }: SecretSources): Promise<string> {
  const reference: Reference = { scheme: 'exec', name: name.split(' ', 1)[0] ?? '' }
  if (!allowExec)
    throw missing(
      reference,
      'is not allowed',
      undefined,
      'Allow programs to be run with allowExec or --allow-exec.',
    )
  const { execFile } = await import('node:child_process')
  const { promisify } = await import('node:util')
  const [program = '', ...args] = name.split(/\s+/)
  try {
    const options = { cwd: folder, env, timeout: patience, maxBuffer: longest, shell: false }
    const { stdout } = await promisify(execFile)(program, args, options)
    return stdout.replace(/\r?\n$/, '')
  } catch {
    // Its error holds what it printed, and that may be the secret.
    throw missing(reference, 'failed, said too much or took too long')
  }
}

function missing({ scheme, name }: Reference, what: string, cause?: unknown, hint?: string): OutboundError {
  const hints: Record<Reference['scheme'], string> = {
    env: `Set ${name}.`,
    file: 'See whether it is there and may be read.',
    keyring: 'Keep it with: warder outbound add, and the name of the credential.',
    exec: 'Run it by hand to see what it says.',
  }
  return new OutboundError('SECRET_MISSING', `${scheme}:${name} ${what}`, {
    hint: hint ?? hints[scheme],
    ...(cause !== undefined && { cause }),
  })
}
