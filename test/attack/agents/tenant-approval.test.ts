import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import type { Browser } from '../../support/cookies.ts'
import { newKeyPair, withAgents, work } from '../../support/people/agents.ts'
import {
  holder,
  looksAfterAgents,
  tenantAgent,
  type Holder,
  type TenantAgent,
} from '../../support/people/tenant-agents.ts'
import { json } from '../../support/warder.ts'

const page = '/account/agents'
const deletion = { ...work, action: 'notes:delete', task: 'Remove what is older than a year' }

onEveryDatabase(
  'what an agent of the tenant must ask about',
  (warder) => {
    const keeper = () => holder(warder, looksAfterAgents)
    const careful = { sensitive_actions: ['notes:delete'] }
    const asks = async ({ ask }: TenantAgent): Promise<string> => {
      // Later than all before it, so that it stands above them.
      warder.clock.now++
      const answer = await ask(deletion)
      assert.equal(answer.status, 202, await answer.clone().text())
      return (await json<{ auth_req_id: string }>(answer)).auth_req_id
    }
    const comes = async ({ ask }: TenantAgent, auth_req_id: string) =>
      (await ask(deletion, { auth_req_id })).status
    const questionIn = (html: string) => /name="question" value="([\w-]+)"/.exec(html)?.[1]
    const answers = async (browser: Browser, decision: 'allow' | 'deny', question: string) =>
      browser.submit(await browser.open(page), `${page}/answer`, { decision, question })
    const newest = async ({ signIn }: Holder) => {
      const browser = await signIn()
      return { browser, question: questionIn((await browser.open(page)).html) ?? '' }
    }

    test('they are told who may answer, and nobody else; one of them allows it, and it gets one token', async () => {
      const ada = await keeper()
      const bob = await keeper()
      const reader = await holder(warder, ['agents:read', 'notes:*'])
      const robot = await tenantAgent(warder, ada, careful)
      const handle = await asks(robot)
      const told = (await warder.inbox())
        .filter(({ subject }) => /asks whether it may do something/.test(subject))
        .map(({ to }) => to)
      assert.deepEqual(
        [ada, bob, reader].map(({ email }) => told.includes(email)),
        [false, true, false],
      )
      const { browser, question } = await newest(bob)
      assert.match((await browser.open(page)).html, /Remove what is older than a year/)
      assert.equal((await newest(reader)).question, '', 'who only reads is not asked')
      assert.match((await answers(browser, 'allow', question)).html, /You allowed it, this one time/)
      assert.equal(await comes(robot, handle), 200)
      assert.equal(await comes(robot, handle), 403)
    })

    test('whoever gave it a key does not answer for it either once others have given it more', async () => {
      const ada = await keeper()
      const bob = await keeper()
      const robot = await tenantAgent(warder, ada, careful)
      const [given] = robot.agent.public_keys
      const change = ({ program }: Holder, public_keys: unknown[]) => {
        const body = JSON.stringify({ public_keys })
        const headers = { ...program.headers(), 'content-type': 'application/json' }
        const sized = { ...headers, 'content-length': String(body.length) }
        return warder.request(`/api/agents/${robot.agent.id}`, { method: 'PATCH', body, headers: sized })
      }
      // Under another name it is the same key.
      for (const kept of [given, { ...given, kid: 'another' }]) {
        const refused = await change(bob, [newKeyPair().jwk, kept])
        assert.equal(refused.status, 400)
        assert.match(await refused.text(), /"pointer":"\/public_keys\/1"/)
      }
      assert.equal((await change(ada, [newKeyPair().jwk, given])).status, 200)
      assert.equal((await change(bob, [newKeyPair().jwk])).status, 200)
      assert.equal((await robot.ask(deletion)).status, 401, 'the key of the other is gone')
    })

    test('whoever has its keys does not answer for it, and nobody allows what they may not do themselves', async () => {
      const ada = await keeper()
      const mallory = await holder(warder, ['agents:write'])
      const robot = await tenantAgent(warder, ada, careful)
      const handle = await asks(robot)
      for (const [who, why] of [
        [ada, /You gave it its key/],
        [mallory, /You may not do that yourself/],
      ] as const) {
        const { browser, question } = await newest(who)
        const form = await browser.open(page)
        assert.match(form.html, why)
        assert.doesNotMatch(form.html, /Allow this once/)
        const forced = await browser.submit(form, `${page}/answer`, { decision: 'allow', question })
        assert.equal(forced.status, 403)
      }
      assert.equal(await comes(robot, handle), 202)
      const { browser, question } = await newest(mallory)
      assert.match((await answers(browser, 'deny', question)).html, /You did not allow it/)
      assert.equal(await comes(robot, handle), 403)
    })

    test('to who does not look after agents, a question is unknown', async () => {
      const ada = await keeper()
      const bob = await keeper()
      const eve = await holder(warder, ['notes:*'])
      const robot = await tenantAgent(warder, ada, careful)
      const handle = await asks(robot)
      const { question } = await newest(bob)
      // With a form of hers, because she has none to answer by.
      const browser = await eve.signIn()
      const form = await browser.open(`${page}/new`)
      const html = form.html.replace(`action="${page}"`, `action="${page}/answer"`)
      const forged = await browser.submit({ ...form, html }, `${page}/answer`, {
        decision: 'allow',
        question,
      })
      assert.equal(forged.status, 404)
      assert.equal(await comes(robot, handle), 202)
    })

    test('of any number of answers at once, by whomever, the first counts', async () => {
      const ada = await keeper()
      const people = await Promise.all([keeper(), keeper()])
      const robot = await tenantAgent(warder, ada, careful)
      const handle = await asks(robot)
      const forms = await Promise.all(
        people.map(async (who) => {
          const browser = await who.signIn()
          return { browser, form: await browser.open(page) }
        }),
      )
      const question = questionIn(forms[0]?.form.html ?? '') ?? ''
      const tries = Array.from({ length: 12 }, (_, at) => at)
      const done = await Promise.all(
        tries.map(async (at) => {
          const decision = at % 3 === 0 ? 'allow' : 'deny'
          const { browser, form } = forms[at % 2] ?? assert.fail()
          const { status } = await browser.submit(form, `${page}/answer`, { decision, question })
          return { decision, status }
        }),
      )
      const counted = done.filter(({ status }) => status === 200)
      assert.equal(counted.length, 1)
      assert.ok(done.every(({ status }) => status === 200 || status === 404))
      assert.equal(await comes(robot, handle), counted[0]?.decision === 'allow' ? 200 : 403)
    })

    test('each of them asks as often as somebody may be asked, and three of its questions wait', async () => {
      const ada = await keeper()
      const robot = await tenantAgent(warder, ada, careful)
      const asked = await Promise.all(Array.from({ length: 6 }, () => robot.ask(deletion)))
      const statuses = asked.map(({ status }) => status)
      assert.deepEqual(
        [202, 429].map((one) => statuses.filter((status) => status === one).length),
        [3, 3],
      )
      const other = await tenantAgent(warder, ada, careful)
      await asks(other)
    })

    test('an answer dies with the agent that is changed or stopped', async () => {
      const ada = await keeper()
      const bob = await keeper()
      const robot = await tenantAgent(warder, ada, careful)
      const handle = await asks(robot)
      const { browser, question } = await newest(bob)
      await answers(browser, 'allow', question)
      await bob.program.post(`/api/agents/${robot.agent.id}/stop`)
      await bob.program.post(`/api/agents/${robot.agent.id}/start`)
      warder.clock.now += 5
      assert.equal(await comes(robot, handle), 403)
    })
  },
  { ...withAgents, 'agents.scopes': 'diary:read', 'agents.max': '50' },
)
