/** The application. It knows no token: it asks its own server, and the cookie goes along. */
const show = (id, text) => (document.getElementById(id).textContent = text)
// What other pages cannot send along without being asked first by the browser.
const own = { 'x-requested-by': 'notes' }

const session = await fetch('/session').then((response) => response.json())
document.getElementById('in').hidden = session.name !== undefined
document.getElementById('out').hidden = session.name === undefined
show('who', session.name === undefined ? 'Nobody is signed in.' : `Hello, ${session.name}.`)

if (session.name !== undefined) {
  const answer = await fetch('/api/notes', { headers: own })
  const { notes } = answer.ok
    ? await answer.json()
    : { notes: [`The notes are not to be had: ${answer.status}`] }
  for (const note of notes) {
    const line = document.createElement('li')
    line.textContent = note
    document.getElementById('notes').append(line)
  }
}

document.getElementById('out').addEventListener('click', () => void leave())

async function leave() {
  const response = await fetch('/logout', { method: 'POST', headers: own })
  location.assign((await response.json()).leave)
}
