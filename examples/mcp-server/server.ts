/**
 * An MCP server whose tools need access tokens of a Warder. A client that knows nothing but its address finds everything else:
 * the refusal names the metadata (RFC 9728), these name the Warder, and its token is good for this server alone (RFC 8707).
 *
 *   npm run example:mcp-server -- --port 4006
 *
 * `list_notes` needs the scope notes:read. `add_note` needs notes:write as well, which a client asks for when it is refused.
 */
import { parseArgs } from 'node:util'
import { serve } from '@hono/node-server'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { guard, refusalResponse, webHandler, type Caller } from '@warder/guard'
import * as z from 'zod'

const { port } = parseArgs({ options: { port: { type: 'string', default: '4006' } } }).values
const resource = `http://localhost:${port}/mcp`

const auth = guard({
  issuer: process.env['WARDER_ISSUER'] ?? 'http://localhost:3000',
  audience: resource,
  resource: { scopes_supported: ['notes:read', 'notes:write'], resource_name: 'Notes' },
})
const metadata = auth.resourceMetadata()

const notes = new Map<string, string[]>()

/** The tools, for one caller: what they do is done for the person whose token it is. */
function toolsFor(caller: Caller): McpServer {
  const mine = notes.get(caller.subject) ?? []
  const text = (text: string) => ({ content: [{ type: 'text' as const, text }] })
  const server = new McpServer({ name: 'notes', version: '0.1.0' })
  server.registerTool('list_notes', { description: 'Lists your notes' }, () =>
    text(mine.join('\n') || 'No notes.'),
  )
  server.registerTool(
    'add_note',
    { description: 'Adds a note', inputSchema: { note: z.string().max(200) } },
    ({ note }) => {
      notes.set(caller.subject, [...mine, note])
      return text(`Noted: ${note}`)
    },
  )
  return server
}

/** What a tool needs beside notes:read. A tool that is not here needs no more. */
const stronger = new Map([['add_note', auth.requireScope('notes:read', 'notes:write')]])

const message = z.object({
  method: z.string(),
  params: z.looseObject({ name: z.string().optional() }).optional(),
})

/** Messages come one by one or as a list; each call of a tool is looked at before any of them is carried out. */
async function refusedCall(request: Request, body: unknown): Promise<Response | undefined> {
  for (const one of [body].flat()) {
    const parsed = message.safeParse(one)
    const name = parsed.data?.method === 'tools/call' ? parsed.data.params?.name : undefined
    const result = await stronger.get(name ?? '')?.(request)
    if (result?.ok === false) return refusalResponse(result)
  }
  return undefined
}

const mcp = webHandler(auth.requireScope('notes:read'), async (request, caller) => {
  const body: unknown =
    request.method === 'POST'
      ? await request
          .clone()
          .json()
          .catch(() => undefined)
      : undefined
  const refused = await refusedCall(request, body)
  if (refused) return refused
  // Without sessions: each request has its own token, and nothing is remembered that another token could take over.
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  await toolsFor(caller).connect(transport)
  return transport.handleRequest(request, { parsedBody: body })
})

const server = serve(
  {
    fetch: (request: Request) => {
      const { pathname } = new URL(request.url)
      if (pathname === metadata?.path) return metadata.response()
      return pathname === '/mcp' ? mcp(request) : new Response('Not found\n', { status: 404 })
    },
    port: Number(port),
    hostname: 'localhost',
  },
  () => console.log(`MCP at ${resource}`),
)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    auth.close()
    server.close()
  })
}
