/**
 * An application in the browser, and the server it came from. The page asks this server, which has the tokens and asks the API:
 * a script that gets into the page finds no token to carry away.
 *
 *   CLIENT_ID=… CLIENT_SECRET=… npm run example:browser-app -- --port 4008
 *
 * API_URL is where the notes are: example:api on port 4004.
 */
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { parseArgs } from 'node:util'
import { begin, end, finish, fresh, sessionOf } from './sessions.ts'

const { port } = parseArgs({ options: { port: { type: 'string', default: '4008' } } }).values
const origin = `http://localhost:${port}`
const { API_URL = 'http://localhost:4004' } = process.env

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

const routes: Record<string, Handler> = {
  'GET /': file('index.html', 'text/html; charset=utf-8'),
  'GET /page.js': file('page.js', 'text/javascript; charset=utf-8'),

  'GET /login': async (_request, response) => redirect(response, await begin(origin, response)),

  'GET /callback': async (request, response) => {
    await finish(origin, request, response)
    redirect(response, '/')
  },

  'GET /session': (request, response) => json(response, 200, { name: sessionOf(request)?.name }),

  'POST /logout': ofThePage(async (request, response) =>
    json(response, 200, { leave: await end(origin, request, response) }),
  ),

  'GET /api/notes': ofThePage(async (request, response) => {
    const session = sessionOf(request)
    if (!session) return json(response, 401, { detail: 'Nobody is signed in.' })
    const authorization = `Bearer ${await fresh(session)}`
    const answer = await fetch(`${API_URL}/notes`, { headers: { authorization } })
    // What the API says, and nothing of how it was asked.
    json(response, answer.status, await answer.json())
  }),
}

const server = createServer((request, response) => void answer(request, response))
server.listen(Number(port), 'localhost', () => console.log(`Notes at ${origin}/`))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('content-security-policy', "default-src 'self'; frame-ancestors 'none'")
  response.setHeader('cache-control', 'no-store')
  const [path] = (request.url ?? '/').split('?')
  const handler = routes[`${request.method} ${path}`]
  if (!handler) return json(response, 404, { detail: 'There is no such page.' })
  try {
    await handler(request, response)
  } catch (error) {
    console.error(error)
    json(response, 502, { detail: 'That did not work. Sign in again.' })
  }
}

/** The cookie alone is not enough: another page could send it along, but not this header. */
function ofThePage(handler: Handler): Handler {
  return (request, response) =>
    request.headers['x-requested-by'] === 'notes'
      ? handler(request, response)
      : json(response, 403, { detail: 'Only the page may ask.' })
}

function file(name: string, type: string): Handler {
  return async (_request, response) => {
    response.setHeader('content-type', type)
    response.end(await readFile(new URL(`page/${name}`, import.meta.url)))
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end()
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close())
