import assert from 'node:assert/strict'
import { test } from 'node:test'
import { english } from '../../words/en.ts'
import { wordsIn } from '../../words/words.ts'
import { agentsPage, type QuestionRow } from './list.ts'
import { agentPage } from './one.ts'

const user = { full_name: 'Ada', email: 'ada@example.com', roles: [] }
const frame = { csrf: 'c', now: 1_000, user, brand: { name: 'Acme' } }
const yours = { en: 'your name', de: 'deinem Namen', fr: 'ton nom', es: 'tu nombre', pt: 'seu nome' }

const asked = (question: Pick<QuestionRow, 'owner' | 'in_a_name'>): QuestionRow => ({
  id: '1',
  name: 'Librarian',
  workspace: 'blog',
  action: 'notes:delete',
  scopes: [],
  asked_at: 900,
  ...question,
})

const questions: [owner: QuestionRow['owner'], in_a_name: boolean, yours: boolean][] = [
  ['person', false, false],
  ['person', true, true],
  ['tenant', false, false],
  // Whose name it is need not be that of whoever answers.
  ['tenant', true, false],
]
for (const [owner, in_a_name, own] of questions) {
  test(`what an agent of a ${owner} asks, ${in_a_name ? '' : 'not '}in a name, is ${own ? '' : 'not '}said to be in that of the reader`, async () => {
    const lists = { agents: [], questions: [asked({ owner, in_a_name })], next_cursor: null, inYourName: [] }
    for (const locale of ['en', 'de', 'fr', 'es', 'pt'] as const) {
      const page = agentsPage({ words: await wordsIn(locale), ...frame, ...lists })
      assert.equal(page.includes(yours[locale]), own, locale)
      assert.ok(page.includes('<bdi>notes:delete</bdi>'), locale)
    }
  })
}

test('somebody’s name is what an agent of the tenant asks to act in', () => {
  const question = asked({ owner: 'tenant', in_a_name: true })
  const page = agentsPage({
    words: english,
    ...frame,
    agents: [],
    questions: [question],
    next_cursor: null,
    inYourName: [],
  })
  assert.match(page, /Librarian<\/bdi><\/b> of Acme wants to act in somebody’s name: /)
})

const purposes: [purpose: string, lead: string][] = [
  ['Keeps my notes', 'Keeps my notes. An agent, registered just now.'],
  ['Keeps my notes.', 'Keeps my notes. An agent, registered just now.'],
  ['Notes!', 'Notes! An agent, registered just now.'],
]
for (const [purpose, lead] of purposes) {
  test(`a purpose that is written “${purpose}” ends as one sentence`, () => {
    const agent = {
      id: 'agt_1',
      name: 'Librarian',
      purpose,
      status: 'active' as const,
      created_at: 1_000,
      last_used_at: null,
      on_behalf_of_owner: false,
      owner: { type: 'person' as const },
      scopes: [],
      actions: [],
      sensitive_actions: [],
      workspaces: [],
      runtimes: [],
    }
    const rest = { changeable: true, owner_id: 'usr_1', token_endpoint: '', deeds: [], next_cursor: null }
    assert.ok(agentPage({ words: english, ...frame, agent, ...rest }).includes(lead))
  })
}
