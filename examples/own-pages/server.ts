/**
 * Pages of one's own before Warder: signing in, registering and the link of the mail are this program's. The second step, a forgotten
 * password, the account and all else are Warder's, and lead back here.
 *
 *   npm run example:own-pages -- --port 4009
 *
 * GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET add a button.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import express, { type RequestHandler, type Response } from 'express'
import { createWarder, type Session } from 'warder'

const { port, data } = parseArgs({
  options: {
    port: { type: 'string', default: '4009' },
    data: { type: 'string', default: '.warder/own-pages' },
  },
}).values
const issuer = `http://localhost:${port}`

const warder = await createWarder({
  settings: {
    dev: true,
    issuer,
    data_dir: data,
    // Where a sign-in leads, and what it may lead back to.
    'sign_in.home': '/notes',
    'sign_in.pages': ['/notes/*', '/staff'],
    'sign_in_with.google.client_id': process.env['GOOGLE_CLIENT_ID'],
    'sign_in_with.google.client_secret': process.env['GOOGLE_CLIENT_SECRET'],
  },
})
await warder.start()

type SignedIn = Response<string, { session: Session }>

/** Lets in who is signed in, or sends them to sign in and back. With a role, only who has it. */
function signedIn(role?: string): RequestHandler {
  return async (request, response, next) => {
    const session = await warder.session(request)
    if (!session) return response.redirect(303, `/login?return_to=${encodeURIComponent(request.originalUrl)}`)
    if (role !== undefined && !session.user.roles.includes(role))
      return void response.status(403).send('This is for staff alone.\n')
    response.locals['session'] = session
    next()
  }
}

const at = (name: string) => fileURLToPath(new URL(`page/${name}`, import.meta.url))
// As a bundler of yours does it.
const { outputFiles } = await build({
  entryPoints: [at('page.js')],
  bundle: true,
  format: 'esm',
  conditions: ['warder-src'],
  write: false,
})

const app = express()
app.disable('x-powered-by')
app.get('/', (_request, response) => response.redirect('/notes'))
app.get('/page.js', (_request, response) => response.type('js').send(outputFiles[0]?.text))
for (const name of ['login', 'register', 'verify-email'])
  app.get(`/${name}`, (_request, response) => response.sendFile(at(`${name}.html`)))

app.get(['/notes', '/notes/:name'], signedIn(), (_request, response) => response.sendFile(at('notes.html')))
app.get('/staff', signedIn('staff'), (_request, response: SignedIn) => {
  response.type('text').send(`At work: ${response.locals.session.user.full_name}\n`)
})

// Warder reads bodies itself. A body parser belongs to the routes that need it, not in front of this.
app.use(warder.listener)

const server = app.listen(Number(port), 'localhost', () => {
  console.log(`Your notes at ${issuer}/notes, your mail at ${issuer}/dev/inbox`)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close(() => void warder.close()))
}
