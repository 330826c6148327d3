import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { UnauthorizedError, type OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js'
import type { Browser } from '../../support/cookies.ts'
import { allowAll, claimsOf } from '../../support/oauth.ts'
import { certify } from '../../support/passkeys/certificate.ts'
import { directory, freeOrigin, run, script } from '../../support/programs/run.ts'
import { runWarder, signUpAda, tokenOf, type RunningWarder } from '../../support/programs/warder.ts'

const callback = 'http://127.0.0.1:4999/callback'
const about = { client_name: 'Tool belt', redirect_uris: [callback], token_endpoint_auth_method: 'none' }

type World = Pick<RunningWarder, 'issuer' | 'client'> & { mcp: string; document: string; ada: Browser }

/** A Warder, the example, and the document of a client at an https address of this machine. */
async function world(t: TestContext): Promise<World> {
  const [api, data] = [await freeOrigin(), await directory(t)]
  const { key, certificate } = certify({ name: 'localhost', dns: 'localhost' })
  const authority = join(data, 'authority.pem')
  await writeFile(authority, certificate.toString())
  const cert = { key: key.export({ type: 'pkcs8', format: 'pem' }), cert: certificate.toString() }
  const place = createServer(cert, (request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ client_id: `https://${request.headers.host}${request.url}`, ...about }))
  })
  await new Promise<void>((resolve) => place.listen(0, 'localhost', resolve))
  t.after(() => place.close())

  const mcp = `${api}/mcp`
  const { issuer, client } = await runWarder(
    t,
    {
      NODE_EXTRA_CA_CERTS: authority,
      WARDER_CLIENTS_METADATA_DOCUMENTS: 'localhost',
      WARDER_REGISTRATION_POLICY: 'open',
      WARDER_REGISTRATION_SCOPES: 'notes:read notes:write',
      WARDER_REGISTRATION_RESOURCES: mcp,
    },
    data,
  )
  const example = run(t, [...(await script('example:mcp-server')), '--port', new URL(api).port], {
    WARDER_ISSUER: issuer,
  })
  await example.line(/MCP at/)

  const ada = await signUpAda(issuer)
  const document = `https://localhost:${(place.address() as AddressInfo).port}/tool-belt.json`
  return { issuer, mcp, client, document, ada }
}

/** What the SDK keeps for a client, and where it sent the person last. */
function provider(clientMetadataUrl?: string) {
  const kept: {
    information?: OAuthClientInformationMixed
    tokens?: OAuthTokens
    verifier?: string
    asked?: URL
  } = {}
  const auth: OAuthClientProvider = {
    redirectUrl: callback,
    clientMetadata: about,
    ...(clientMetadataUrl !== undefined && { clientMetadataUrl }),
    clientInformation: () => kept.information,
    saveClientInformation: (information) => void (kept.information = information),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => void (kept.tokens = tokens),
    redirectToAuthorization: (url) => void (kept.asked = url),
    saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
    codeVerifier: () => kept.verifier ?? '',
  }
  return { kept, auth }
}

/** Does as the SDK wants, the person allows what is asked, and it goes on with the code. */
async function allowed(
  { ada, issuer }: World,
  { kept }: ReturnType<typeof provider>,
  transport: StreamableHTTPClientTransport,
) {
  const { asked } = kept
  assert.equal(asked?.origin, issuer)
  const consent = await ada.open(asked.pathname + asked.search)
  assert.match(consent.path, /^\/consent/)
  assert.match(consent.html, /This application registered itself/)
  assert.match(consent.html, /A program on this device/)
  const page = await allowAll(ada, consent)
  assert.ok(page.path.startsWith(`${callback}?`), page.path)
  await transport.finishAuth(new URL(page.path).searchParams.get('code') ?? '')
  return { asked: asked.searchParams, consent }
}

const textOf = (result: unknown) => (result as { content: { text: string }[] }).content[0]?.text

test(
  'MCP: the official client finds its way to a token, calls a tool, and asks for more when it is refused one',
  { timeout: 180_000 },
  async (t) => {
    const here = await world(t)
    const connected = async (by: ReturnType<typeof provider>) => {
      const client = new Client({ name: 'tool-belt', version: '0.1.0' })
      const transport = new StreamableHTTPClientTransport(new URL(here.mcp), { authProvider: by.auth })
      // The type of the SDK is not written for exactOptionalPropertyTypes.
      await client.connect(transport as Parameters<Client['connect']>[0])
      t.after(() => client.close())
      return { client, transport }
    }
    for (const [how, document, before] of [
      ['by a document', here.document, 'No notes.'],
      ['by registration', undefined, 'by a document'],
    ] as const) {
      await t.test(`known ${how}`, async () => {
        const by = provider(document)
        const first = new StreamableHTTPClientTransport(new URL(here.mcp), { authProvider: by.auth })
        const nobody = new Client({ name: 'tool-belt', version: '0.1.0' })
        await assert.rejects(nobody.connect(first as Parameters<Client['connect']>[0]), UnauthorizedError)
        const { asked, consent } = await allowed(here, by, first)
        assert.equal(asked.get('resource'), here.mcp)
        assert.equal(asked.get('scope'), 'notes:read')
        assert.equal(asked.get('code_challenge_method'), 'S256')
        assert.equal(asked.get('client_id'), document ?? by.kept.information?.client_id)
        if (document !== undefined) assert.match(consent.html, new RegExp(new URL(document).host))
        const token = claimsOf(by.kept.tokens?.access_token ?? '')
        assert.deepEqual([token['aud'], token['scope']], [here.mcp, 'notes:read'])

        const { client, transport } = await connected(by)
        assert.deepEqual(
          (await client.listTools()).tools.map(({ name }) => name),
          ['list_notes', 'add_note'],
        )
        assert.equal(textOf(await client.callTool({ name: 'list_notes' })), before)

        const add = { name: 'add_note', arguments: { note: how } }
        await assert.rejects(client.callTool(add), UnauthorizedError)
        const more = await allowed(here, by, transport)
        assert.equal(more.asked.get('scope'), 'notes:read notes:write')
        assert.equal(textOf(await client.callTool(add)), `Noted: ${how}`)
        assert.match(textOf(await client.callTool({ name: 'list_notes' })) ?? '', new RegExp(`${how}$`))
      })
    }

    const call = (token: string | undefined, body: unknown, more: Record<string, string> = {}) =>
      fetch(here.mcp, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...more,
        },
      })
    const elsewhere = ['https://other.example/mcp', `${here.mcp}/`]
    const tokenFor = await robot(here, [here.mcp, ...elsewhere])
    const list = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'list_notes', arguments: {} },
    }
    const add = {
      jsonrpc: '2.0',
      id: 2,
      method: 'tools/call',
      params: { name: 'add_note', arguments: { note: 'x' } },
    }

    await t.test('without a token the answer says where to begin, and a session id is no token', async () => {
      const answer = await call(undefined, list, { 'mcp-session-id': 'made up' })
      const metadata = here.mcp.replace('/mcp', '/.well-known/oauth-protected-resource/mcp')
      assert.deepEqual(
        [answer.status, answer.headers.get('www-authenticate')],
        [401, `Bearer realm="${here.mcp}", scope="notes:read", resource_metadata="${metadata}"`],
      )
      const document = (await (await fetch(metadata)).json()) as Record<string, unknown>
      assert.deepEqual([document['resource'], document['authorization_servers']], [here.mcp, [here.issuer]])
    })

    await t.test('JW-12 a token for another resource, or for the Warder itself, opens nothing', async () => {
      for (const resource of [...elsewhere, here.issuer]) {
        const token = await tokenFor(resource, 'notes:read notes:write')
        const answer = await call(token, list)
        assert.equal(answer.status, 401, resource)
        assert.match(
          answer.headers.get('www-authenticate') ?? '',
          /error="invalid_token".*resource_metadata=/,
        )
      }
      assert.equal((await call(await tokenFor(here.mcp, 'notes:read'), list)).status, 200)
    })

    await t.test(
      'AG-09 a stronger tool is refused alone and among others, before any of them is carried out',
      async () => {
        const token = await tokenFor(here.mcp, 'notes:read')
        for (const body of [add, [list, add], [[add]], { ...add, id: undefined }]) {
          const answer = await call(token, body)
          if (JSON.stringify(body).startsWith('[[')) {
            assert.equal(answer.status, 400, 'a list in a list is no message')
            continue
          }
          assert.equal(answer.status, 403)
          assert.match(
            answer.headers.get('www-authenticate') ?? '',
            /error="insufficient_scope".*scope="notes:read notes:write"/,
          )
        }
        const listed = (await (await call(token, list)).json()) as { result: unknown }
        assert.equal(textOf(listed.result), 'No notes.')
      },
    )
  },
)

/** Gives tokens of a program that an operator registered for these resources. */
async function robot({ issuer, client }: World, resources: string[]) {
  const flags = ['--name', 'Robot', '--type', 'machine', '--scope', 'notes:read notes:write']
  const made = await client(...flags, ...resources.flatMap((resource) => ['--resource', resource]))
  return (resource: string, scope: string) => tokenOf(issuer, made, { resource, scope })
}
