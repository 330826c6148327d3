/** What the pages do. Every answer is a value: nothing is thrown, and nothing is kept here. */
import { createWarderBrowser } from '@warder/browser'

const warder = createWarderBrowser()
const query = new URLSearchParams(location.search)
const find = (selector) => document.querySelector(selector)
const say = (text) => (find('[role=status]').textContent = text)

const sentences = { unreachable: 'There is no answer. Try again.', no_passkey: 'Sign in another way.' }

/** The words of the server, with those about single fields. */
function failed({ code, problem }) {
  const fields = (problem?.errors ?? []).map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`)
  if (code !== 'cancelled') say([problem?.detail ?? sentences[code], ...fields].join(' '))
}

/** Where the person wanted to go: back to an application that waits, or to a page of this origin and no other. */
function onward() {
  const interaction = query.get('interaction')
  if (interaction !== null) return `/oauth/authorize?interaction=${encodeURIComponent(interaction)}`
  const wanted = URL.parse(query.get('return_to') ?? '/notes', location.origin)
  return wanted?.origin === location.origin ? wanted.href : '/notes'
}

/** A second step, or something to agree to, is asked for by Warder's own page. */
function signedIn(answer) {
  if (!answer.ok) failed(answer)
  else location.assign('user' in answer ? onward() : `/mfa${location.search}`)
}

function onSubmit(id, act) {
  find(id)?.addEventListener('submit', (event) => {
    event.preventDefault()
    say('One moment …')
    void act(Object.fromEntries(new FormData(event.target)))
  })
}

onSubmit('#sign-in', async ({ email, password, remember }) =>
  signedIn(await warder.signIn({ email, password, remember: remember === 'on' })),
)

onSubmit('#register', async ({ full_name, email, password }) => {
  const answer = await warder.register({ full_name, email, password })
  if (answer.ok) say('Follow the link in your mail.')
  else failed(answer)
})

onSubmit('#verify-email', async ({ password }) => {
  const answer = await warder.verifyEmail({
    token: query.get('token') ?? '',
    ...(password && { password }),
  })
  if (answer.ok) return location.assign('/login')
  // The link was opened in another browser than the one that registered.
  if (answer.problem?.code === 'password_required') find('#password').hidden = false
  failed(answer)
})

if (find('#sign-in')) {
  const { providers } = await fetch('/auth/status').then((response) => response.json())
  for (const { name, title } of providers) {
    const link = document.createElement('a')
    link.textContent = `Sign in with ${title}`
    const back = new URLSearchParams({ redirect: query.get('return_to') ?? '/notes' })
    link.href = `/auth/oauth/${name}?${back}`
    find('#elsewhere').append(link)
  }
  const button = find('#passkey')
  const passkey = async (mode) => signedIn(await warder.signInWithPasskey({ mode }))
  button.hidden = !(await warder.can.passkeys())
  button.addEventListener('click', () => void passkey('button'))
  if (await warder.can.autofill()) void passkey('autofill')
}

if (find('#who')) {
  const user = await warder.session()
  find('#who').textContent = `Hello, ${user?.full_name ?? 'nobody'}.`
  find('#sign-out').addEventListener('click', async () => {
    const answer = await warder.signOut()
    if (answer.ok) location.assign('/login')
    else failed(answer)
  })
}
