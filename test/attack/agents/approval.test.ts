import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import {
  agentHolders,
  makeAgent,
  waysOf,
  withAgents,
  work,
  type AgentToken,
  type Holder,
  type Work,
} from '../../support/people/agents.ts'
import type { Browser } from '../../support/cookies.ts'
import { addAppAs } from '../../support/people/second-step.ts'
import { goodPassword, json } from '../../support/warder.ts'

type Waiting = { status: string; auth_req_id: string; expires_in: number; interval: number }

const page = '/account/agents'
const deletion = { ...work, action: 'notes:delete', task: 'Remove what is older than a year' }

onEveryDatabase(
  'what an agent must ask its owner about',
  (warder) => {
    const { someone } = agentHolders(warder)
    const careful = { sensitive_actions: ['notes:delete'], on_behalf_of_owner: true }

    const signIn = async ({ email }: Holder): Promise<Browser> => {
      const browser = warder.browser()
      await browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword })
      return browser
    }
    const asks = async (ada: Holder, context: Work = deletion): Promise<string> => {
      const answer = await ada.ask(context)
      assert.equal(answer.status, 202, await answer.clone().text())
      const { status, auth_req_id, interval } = await json<Waiting>(answer)
      assert.deepEqual([status, interval], ['authorization_pending', 5])
      return auth_req_id
    }
    const answers = async (browser: Browser, decision: 'allow' | 'deny') =>
      browser.submit(await browser.open(page), `${page}/answer`, { decision })
    const comes = async (ada: Holder, auth_req_id: string, context: Work = deletion) =>
      (await ada.ask(context, { auth_req_id })).status

    test('it gets nothing before, one token after, and its owner reads what it is about', async () => {
      const ada = await someone(careful)
      const handle = await asks(ada)
      assert.equal(await comes(ada, handle), 202, 'no answer yet')
      const browser = await signIn(ada)
      const { html } = await browser.open(page)
      assert.match(html, /Remove what is older than a year/)
      assert.match(html, /notes:delete/)
      assert.match((await answers(browser, 'allow')).html, /You allowed it, this one time/)
      const got = await ada.ask(deletion, { auth_req_id: handle })
      assert.equal((await json<AgentToken>(got)).scope, 'notes:read')
      assert.equal(await comes(ada, handle), 403, 'and no second one')
    })

    test('what is not marked needs no answer', async () => {
      const ada = await someone(careful)
      assert.equal((await ada.ask()).status, 200)
    })

    test('denied, or not answered in time, it gets nothing', async () => {
      const ada = await someone(careful)
      const denied = await asks(ada)
      const browser = await signIn(ada)
      assert.match((await answers(browser, 'deny')).html, /You did not allow it/)
      assert.equal(await comes(ada, denied), 403)
      const late = await asks(ada)
      warder.clock.now += 300
      assert.equal(await comes(ada, late), 403)
    })

    // oxfmt-ignore
    const others: [what: string, context: Work][] = [
      ['another workspace',     { ...deletion, workspace: 'shop' }],
      ['another action',        { ...deletion, action: 'notes:delete:all' }],
      ['another scope',         { ...deletion, scope: 'notes:write' }],
      ['another API',           { ...deletion, resource: 'https://mail.example' }],
      ['another reason',        { ...deletion, task: 'Remove everything' }],
      ['no reason',             { ...work, action: 'notes:delete' }],
    ]
    for (const [what, context] of others) {
      test(`an answer is good for what was asked, and not for ${what}`, async () => {
        const ada = await someone({
          sensitive_actions: ['notes:delete', 'notes:delete:*'],
          workspaces: ['blog', 'shop'],
          scopes: ['notes:read', 'notes:write'],
        })
        const handle = await asks(ada)
        await answers(await signIn(ada), 'allow')
        assert.equal(await comes(ada, handle, context), 403)
        assert.equal(await comes(ada, handle), 200, 'for what was asked it still is')
      })
    }

    test('an answer is good for the agent that asked, and not for another of the same person', async () => {
      const ada = await someone(careful)
      const bob = await someone(careful)
      const handle = await asks(ada)
      await answers(await signIn(ada), 'allow')
      assert.equal(await comes(bob, handle), 403)
      assert.equal(await comes(ada, handle), 200)
    })

    test('to act in its owner’s name is asked for as that', async () => {
      const ada = await someone(careful)
      const theirs = { ...deletion, on_behalf_of: ada.id }
      const plain = await asks(ada)
      const named = await asks(ada, theirs)
      const browser = await signIn(ada)
      assert.match((await browser.open(page)).html, /to act in your name/)
      await answers(browser, 'allow')
      await answers(browser, 'allow')
      assert.equal(await comes(ada, plain, theirs), 403)
      assert.equal(await comes(ada, named, theirs), 200)
    })

    test('of twenty who come with one answer at once one gets a token', async () => {
      const ada = await someone(careful)
      const handle = await asks(ada)
      await answers(await signIn(ada), 'allow')
      const came = await Promise.all(Array.from({ length: 20 }, () => comes(ada, handle)))
      assert.deepEqual(
        came.toSorted((a, b) => a - b),
        [200, ...Array.from({ length: 19 }, () => 403)],
      )
    })

    test('a question is answered by whose agent it is, once, and allowed by who signed in a moment ago', async () => {
      const ada = await someone(careful)
      const bob = await someone(careful)
      const handle = await asks(ada)
      const hers = await signIn(ada)
      const { html } = await hers.open(page)
      const question = /name="question" value="([\w-]+)"/.exec(html)?.[1] ?? ''
      const his = await signIn(bob)
      await asks(bob)
      const foreign = await his.submit(await his.open(page), `${page}/answer`, {
        decision: 'allow',
        question,
      })
      assert.equal(foreign.status, 404)
      assert.equal(await comes(ada, handle), 202)
      warder.clock.now += 901
      assert.equal(await comes(ada, handle), 403, 'too late')
      const later = await asks(ada)
      const stale = await answers(hers, 'allow')
      assert.equal(stale.path.split('?')[0], '/reauthenticate')
      assert.equal(await comes(ada, later), 202)
      await hers.submit(stale, '/reauthenticate', { password: goodPassword })
      const form = await hers.open(page)
      assert.equal((await hers.submit(form, `${page}/answer`, { decision: 'allow' })).status, 200)
      assert.equal((await hers.submit(form, `${page}/answer`, { decision: 'deny' })).status, 404)
      assert.equal(await comes(ada, later), 200)
    })

    test('whoever has a second factor shows it before they allow anything', async () => {
      const ada = await someone(careful)
      const browser = await signIn(ada)
      const app = await addAppAs(warder, ada.program.headers())
      const handle = await asks(ada)
      const weak = await answers(browser, 'allow')
      assert.equal(weak.path.split('?')[0], '/reauthenticate')
      assert.equal(await comes(ada, handle), 202)
      const asked = await browser.submit(weak, '/reauthenticate/begin', { method: 'totp' })
      await browser.submit(asked, '/mfa', { code: app.code() })
      assert.match((await answers(browser, 'allow')).html, /You allowed it, this one time/)
      assert.equal(await comes(ada, handle), 200)
    })

    test('and to deny it takes no more than to be signed in', async () => {
      const ada = await someone(careful)
      const browser = await signIn(ada)
      await addAppAs(warder, ada.program.headers())
      const handle = await asks(ada)
      assert.match((await answers(browser, 'deny')).html, /You did not allow it/)
      assert.equal(await comes(ada, handle), 403)
    })

    test('no more than three wait, however many are asked at once, and while one waits no other mail is sent', async () => {
      const ada = await someone(careful)
      const asked = await Promise.all(Array.from({ length: 10 }, () => ada.ask(deletion)))
      const statuses = asked.map(({ status }) => status)
      assert.deepEqual(
        [202, 429].map((status) => statuses.filter((one) => one === status).length),
        [3, 7],
      )
      for (let at = 0; at < 5; at++) {
        warder.clock.now += 600
        const answer = await ada.ask(deletion)
        assert.equal(answer.status, 202)
      }
      const mails = (await warder.inbox()).filter(
        ({ to, text }) => to === ada.email && /asked whether it may/.test(text),
      )
      assert.equal(mails.length, 6, 'one for the first three, and one for each of the others')
    })

    test('a person is asked no more often than is configured, by all of their agents together', async () => {
      const ada = await someone(careful)
      const more = await makeAgent(warder, ada.program.headers(), {
        public_keys: [ada.key.jwk],
        sensitive_actions: ['notes:delete'],
      })
      const other = waysOf(warder, more.id, ada.key)
      const statuses: number[] = []
      for (const { ask } of [ada, ada, ada, other, other, other]) statuses.push((await ask(deletion)).status)
      assert.deepEqual(statuses, [202, 202, 202, 202, 202, 429])
      await answers(await signIn(ada), 'allow')
      assert.equal((await other.ask(deletion)).status, 202, 'what was allowed does not count')
    })

    test('an answer that was given dies with the agent that is stopped, and with the account that is locked', async () => {
      const ada = await someone(careful)
      const handle = await asks(ada)
      const browser = await signIn(ada)
      await answers(browser, 'allow')
      await ada.program.post(`/api/agents/${ada.agent.id}/stop`)
      assert.equal(await comes(ada, handle), 403)
      await ada.program.post(`/api/agents/${ada.agent.id}/start`)
      warder.clock.now += 5
      assert.equal(await comes(ada, handle), 403, 'also once it runs again')
    })
  },
  withAgents,
)
