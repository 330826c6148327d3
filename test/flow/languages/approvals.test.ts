import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createBrowser, type Browser, type Page } from '../../support/cookies.ts'
import { startOAuth, type OAuthWorld } from '../../support/oauth.ts'
import { newKeyPair, plainAgent, waysOf, withAgents, work } from '../../support/people/agents.ts'
import { program } from '../../support/people/programs.ts'
import { goodPassword, json, origin } from '../../support/warder.ts'
import { path as approvals, till } from '../../attack/oauth/approvals/till.ts'

const agents = '/account/agents'
const english =
  /\b(?:Allow|Approvals|Asked|Waits|Agents?\b.*\byou|Nothing|Worked|just now|ago|Stop|Remove|The|This|You|Your)\b/

/** What somebody reads on a page: no attribute and no address is among it, but what buttons are called. */
const read = ({ html }: Page) =>
  html
    .replaceAll(/<style.*?<\/style>|<script.*?<\/script>/gs, '')
    .replaceAll(/<[^>]*?aria-label="([^"]*)"[^>]*>/g, '$1 ')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/\s+/g, ' ')

describe('what is asked of somebody', () => {
  let world: OAuthWorld
  before(async () => {
    world = await startOAuth({
      ...withAgents,
      'agents.max': '1',
      'limits.costly': '1000',
      'limits.mailing': '1000',
    })
  })
  after(() => world.warder.close())

  /** Somebody signed in whose browser wants a language. */
  async function reader(language: string): Promise<Browser> {
    const browser = createBrowser((path, init = {}) => {
      const headers = new Headers(init.headers)
      headers.set('accept-language', language)
      return world.warder.request(path, { ...init, headers })
    }, origin)
    const fields = { email: 'ada@example.com', password: goodPassword }
    await browser.submit(await browser.open('/login'), '/login', fields)
    return browser
  }

  const said = (page: Page, ...sentences: readonly string[]) => {
    const text = read(page)
    for (const sentence of sentences) assert.ok(text.includes(sentence), `${sentence} is not in: ${text}`)
  }

  test('CIBA Core §7 an application asks, in German: looked at, allowed once, not a second time, and muted', async () => {
    const browser = await reader('de')
    const shop = till(world)
    const client = await shop.client({ name: 'Kasse & <b>' })
    const asked = await shop.asked(client, { binding_message: 'W4SCT & <b>' })
    const page = await browser.open(approvals)
    said(
      page,
      'Kasse &amp; &lt;b&gt; fragt dich',
      'Die Anwendung sagt: „W4SCT &amp; &lt;b&gt;“',
      'Wartet noch 5 Minuten',
      'Das darf die Anwendung dann:',
      'und dort dieselben Worte stehen. Ist jemand am Telefon, der möchte, dass du zustimmst?',
    )
    assert.doesNotMatch(read(page), english)
    const given = await browser.submit(page, `${approvals}/answer`, { decision: 'allow' })
    said(given, 'Du hast es erlaubt. Dort geht es von selbst weiter.', 'Nichts. Was nicht rechtzeitig')
    assert.equal(await shop.told(client, asked), 'tokens')

    const again = await browser.submit(page, `${approvals}/answer`, { decision: 'allow' })
    assert.equal(again.status, 404)
    said(again, 'Das wurde schon beantwortet, oder die Zeit dafür ist abgelaufen.')

    await shop.asked(client)
    world.warder.clock.now += 241
    const late = await browser.open(approvals)
    said(late, 'Wartet noch eine Minute', 'wenn du das selbst angestoßen hast. Ist jemand am Telefon')
    const muted = await browser.submit(late, `${approvals}/mute`, {})
    said(
      muted,
      'Diese Anwendung fragt dich nicht mehr.',
      'Diese dürfen dich nicht fragen',
      'Wieder fragen lassen: Kasse',
    )
    const unmuted = await browser.submit(muted, `${approvals}/unmute`, {})
    said(unmuted, 'Diese Anwendung darf dich wieder fragen.')
    const twice = await browser.submit(muted, `${approvals}/unmute`, {})
    said(twice, 'Diese Anwendung darf dich bereits fragen.')
    for (const one of [given, again, late, muted, unmuted, twice]) assert.doesNotMatch(read(one), english)
  })

  test('an agent asks, in French: registered, refused elsewhere, allowed once, stopped', async () => {
    const browser = await reader('fr')
    const key = newKeyPair()
    const form = await browser.open(`${agents}/new`)
    const fields = {
      name: 'Libraire <b>',
      purpose: 'Range mes notes !',
      actions: 'notes:*',
      sensitive_actions: 'notes:delete',
      workspaces: 'blog',
      public_keys: JSON.stringify(key.jwk),
    }
    const send = (more: Record<string, string>) =>
      browser.submit(form, agents, { ...fields, 'scope:notes:read': 'on', ...more })
    const wrong = await browser.submit(form, agents, fields)
    said(wrong, 'Choisis au moins une autorisation.')
    said(
      await send({ public_keys: 'a key' }),
      'Ce n’est pas une clé publique. Colle-la au format JWK ou PEM.',
    )
    const pem = newKeyPair().privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
    said(
      await send({ public_keys: pem }),
      'C’est une clé privée. Garde-la pour toi et envoie la clé publique.',
    )
    said(
      await send({ name: 'n'.repeat(61), actions: 'Notes', workspaces: '' }),
      'Cela fait plus de 60 caractères.',
      'Ce n’est pas un travail. Écris-le comme ceci : docs:write',
      'Indique au moins un espace de travail, ou * pour tous.',
    )

    // The form offers no such box.
    said(await send({ 'scope:users:write': 'on' }), 'Tu ne peux pas donner cette autorisation : users:write')

    const added = await send({})
    const id = /\/(agt_\w+)\?/.exec(added.path)?.[1] ?? ''
    said(added, 'Ton agent est prêt.', 'Range mes notes ! Un agent. Enregistrement : à l’instant.')
    const more = await send({ public_keys: JSON.stringify(newKeyPair().jwk) })
    said(more, 'Tu as atteint le nombre maximal d’agents : 1. Retires-en un qui ne sert plus.')
    const { ask } = waysOf(world.warder, id, key)
    const deletion = { ...work, action: 'notes:delete', task: 'Tout <b>supprimer</b>' }
    const answer = await ask(deletion)
    assert.equal(answer.status, 202)
    const { auth_req_id } = await json<{ auth_req_id: string }>(answer)
    assert.equal((await ask({ ...work, workspace: 'shop' })).status, 403)

    const page = await browser.open(agents)
    said(
      page,
      'Libraire &lt;b&gt; souhaite : notes:delete dans blog',
      'Il dit : « Tout &lt;b&gt;supprimer&lt;/b&gt; »',
      'Si tu l’autorises, il pourra pendant quelques minutes :',
    )
    const allowed = await browser.submit(page, `${agents}/answer`, { decision: 'allow' })
    said(allowed, 'Tu l’as autorisé, pour cette fois.')
    assert.equal((await ask(deletion, { auth_req_id })).status, 200)
    const again = await browser.submit(page, `${agents}/answer`, { decision: 'allow' })
    said(again, 'Une réponse a déjà été donnée, ou le délai est passé.')

    const one = await browser.open(`${agents}/${id}`)
    said(
      one,
      'A obtenu un accès : notes:delete dans blog',
      'A demandé s’il pouvait : notes:delete dans blog',
      'Accès refusé : notes:read dans shop, car il n’a pas le droit de travailler là',
      'Dernier travail : à l’instant.',
    )
    const stopped = await browser.submit(one, `${agents}/${id}/stop`, {})
    said(stopped, 'Cet agent est arrêté. Tout ce qu’il pouvait atteindre lui est fermé.', 'Arrêté')
    const unknown = await browser.open(`${agents}/agt_0`)
    said(unknown, 'Cet agent n’existe pas.')
    for (const shown of [form, wrong, added, page, allowed, again, one, stopped, unknown])
      assert.doesNotMatch(read(shown), english)
  })

  test('a program is told the same in English, whatever language it wants', async () => {
    const ada = await program(world.warder, 'ada@example.com')
    const headers = { ...ada.headers(), 'accept-language': 'de' }
    const send = async (more: object) => {
      const fields = { ...plainAgent, public_keys: [newKeyPair().jwk], ...more }
      return json(await world.warder.post('/api/agents', fields, headers))
    }
    const { errors } = await send({ actions: ['Notes'], public_keys: [] })
    assert.deepEqual(errors, [
      { pointer: '/public_keys', detail: 'needs at least one key' },
      { pointer: '/actions/0', detail: 'is no action: write it like docs:write, or docs:* for all of docs' },
    ])
    const { detail } = await send({})
    assert.equal(detail, 'You have 1 agents, and that is the most. Remove one that is no longer used.')
  })
})
