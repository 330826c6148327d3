import { authenticatedFetch, requestHeaders } from '@warder/outbound'
import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { json, type Answer } from '../../http/answer.ts'
import { readJson } from '../../http/body.ts'
import type { Call } from '../../http/router.ts'
import { stillLive, type LiveToken } from '../../oauth-server/access-token.ts'
import { words } from '../../store/words.ts'
import { connectionStore } from '../connection-store.ts'
import { findProvider, type Provider } from '../providers/provider.ts'
import { sendFor } from '../send.ts'
import { asProviderProblem, credentialOf } from './credential.ts'
import { vaultFetch, type VaultFetch } from './fetch-input.ts'
import { hiding, type Hide } from './hide.ts'
import { askerOf, requireUse } from './user.ts'

/**
 * POST /api/vault/fetch: one call to the API of a service, made by this server with the person's token. The program gets the
 * answer and never sees the token.
 *
 * @throws Problem `not_found`, `forbidden` for an address or a method that it may not use, `reconnect_required` or
 *   `provider_failed`
 */
export async function fetchForProgram(call: Call<LiveToken>): Promise<Answer> {
  const { app } = call
  const asked = await readJson(call.request, vaultFetch)
  const token = await stillLive(call, call.caller)
  requireForUsAlone(token)
  const asker = await askerOf(call, token)
  const { connection, user } = await requireUse(call, asker, asked.connection)
  const provider = await findProvider(call, connection.provider)
  const { method = 'GET' } = asked
  const url = new URL(asked.url)
  const detail = {
    connection: connection.id,
    provider: provider.name,
    method,
    // Without the query, in which there may be anything.
    url: url.origin + url.pathname,
  }
  const note = (outcome: 'succeeded' | 'refused' | 'failed', reason?: string) =>
    record(
      app.db,
      call,
      {
        type: 'vault.used',
        outcome,
        actor: user.program,
        subject: connection.user_id,
        client_id: user.program,
        detail: reason === undefined ? detail : { ...detail, reason },
      },
      'commit',
    )

  const methods = words(user.methods)
  if (methods.length > 0 && !methods.includes(method)) {
    await note('refused', 'method')
    throw new Problem('forbidden', { detail: `This program may call with ${methods.join(', ')} alone.` })
  }
  // Before it goes out: no call is made that nobody reads of.
  await note('succeeded')
  try {
    const kept = () => connectionStore(app, connection.id).get(connection.id)
    const before = await kept()
    const { response, sent } = await send(call, provider, connection.id, asked)
    // It may have been renewed on the way, or removed.
    return await answerOf(response, hiding([before, await kept()], sent))
  } catch (error) {
    const problem = problemOf(error, provider)
    await note('failed', problem instanceof Problem ? problem.code : 'failed')
    throw problem
  }
}

/** What is for other APIs as well is sent to them, and they would do with it what its program may. @throws Problem `forbidden` */
function requireForUsAlone({ audience }: LiveToken): void {
  if (audience.length === 1) return
  throw new Problem('forbidden', {
    detail:
      'This access token is for other APIs as well, which have it too. Ask for one for this server alone.',
  })
}

/** Sends it, and tells what opened the service as the request said it. */
async function send(
  call: Call,
  provider: Provider,
  connection_id: string,
  asked: VaultFetch,
): Promise<{ response: Response; sent: string[] }> {
  const { definition } = provider
  const headers = new Headers(definition.headers)
  const named = Object.entries(asked.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  )
  // A program says neither who it is there nor where the request goes.
  for (const [name, value] of requestHeaders(Object.fromEntries(named))) headers.set(name, value)
  const { app } = call
  const sent: string[] = []
  const out = sendFor(app)
  const authenticated = authenticatedFetch(credentialOf(call, provider, connection_id), {
    origins: definition.origins,
    fetch: (input, init) => {
      sent.push(new Headers(init?.headers).get('authorization')?.split(' ').at(-1) ?? '')
      return out(input, init)
    },
    clock: () => app.now() * 1000,
  })
  const body = bodyOf(asked)
  // An answer that leads elsewhere is the program's to judge.
  const response = await authenticated(asked.url, {
    method: asked.method ?? 'GET',
    headers,
    redirect: 'manual',
    ...(body && { body }),
  })
  return { response, sent }
}

function bodyOf({ body, body_base64 }: VaultFetch): Uint8Array<ArrayBuffer> | undefined {
  if (body_base64 !== undefined) return Uint8Array.from(Buffer.from(body_base64, 'base64'))
  return body === undefined ? undefined : new TextEncoder().encode(body)
}

/** As text where it is text (RFC 3629), otherwise in base64. */
async function answerOf(response: Response, hide: Hide): Promise<Answer> {
  const bytes = hide.bytes(Buffer.from(await response.arrayBuffer()))
  const text = readText(bytes)
  return json({
    status: response.status,
    headers: Object.fromEntries([...response.headers].map(([name, value]) => [name, hide.text(value)])),
    ...(text === undefined ? { body_base64: bytes.toString('base64') } : { body: text }),
  })
}

function readText(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function problemOf(error: unknown, provider: Provider): unknown {
  // What `fetch` cannot make a request of, such as GET with a body.
  if (error instanceof TypeError)
    return new Problem('invalid_input', { detail: 'This request cannot be sent.', cause: error })
  return asProviderProblem(error, provider)
}
