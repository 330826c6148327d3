import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setSecondFactorRequired } from '../../../packages/warder/src/users/lifecycle/require-second-factor.ts'
import { locales } from '../../../packages/warder/src/config/config.ts'
import { wordsIn } from '../../../packages/warder/src/pages/words/words.ts'
import type { Page } from '../../support/cookies.ts'
import { allowAll, answered, startOAuth, type OAuthWorld } from '../../support/oauth.ts'
import { personWithPhone, textsTo, withTexts } from '../../support/people/phones.ts'
import { addApp } from '../../support/people/second-step.ts'
import { email, newYork, startTravellers, type Travellers } from '../../support/travellers.ts'
import { goodPassword } from '../../support/warder.ts'

const lang = ({ html }: Page) => /<html lang="([^"]*)"/.exec(html)?.[1]
/** What stands in every page of the second step in English, and in no other language. */
const notFrench = />Continue<|Try another|Back to|Six digits|Allow|Deny|Your account|Who asks/

describe('OIDC Core §3.1.2.1 ui_locales from the request to the answer', () => {
  let world: OAuthWorld
  before(async () => (world = await startOAuth()))
  after(() => world.warder.close())

  test('in French: sign-in, second step with a wrong code, consent, and back to the application', async () => {
    const app = await addApp(world.warder)
    const client = await world.client({ name: 'Notes <b>', scope: 'openid email notes:read' })
    const browser = world.warder.browser()
    const address = world.address(client, { ui_locales: 'fr', scope: 'openid email notes:read' })
    const login = await browser.open(address)
    const asked = await browser.submit(login, '/login', {
      email: 'ada@example.com',
      password: goodPassword,
    })
    assert.deepEqual([asked.path.split('?')[0], lang(asked)], ['/mfa', 'fr'])
    assert.match(asked.html, /<h1>Saisis ton code<\/h1>/)
    assert.match(asked.html, /Utiliser un code de secours/)

    const wrong = await browser.submit(asked, '/mfa', { code: app.code() === '000000' ? '000001' : '000000' })
    assert.deepEqual([wrong.status, lang(wrong)], [401, 'fr'])
    assert.match(wrong.html, /Ce code n’est pas le bon\. Il te reste 4 essais\./)
    const recovery = await browser.submit(wrong, '/mfa/send', { method: 'backup_code' })
    assert.match(recovery.html, /<label for="code">Code de secours<\/label>/)
    const back = await browser.submit(recovery, '/mfa/send', { method: 'totp' })
    for (const page of [asked, wrong, recovery, back]) assert.doesNotMatch(page.html, notFrench)

    const consent = await browser.submit(back, '/mfa', { code: app.code() })
    assert.deepEqual([consent.path.split('?')[0], lang(consent)], ['/consent', 'fr'])
    for (const said of [
      /Autoriser <bdi>Notes &lt;b&gt;<\/bdi> à accéder à ton compte\u202f\?/,
      /Savoir que c’est toi, à chaque connexion/,
      /Voir ton adresse e-mail/,
      // What an operator wrote stays as it is.
      /Utiliser l’autorisation «\u00a0notes:read\u00a0»/,
    ])
      assert.match(consent.html, said)
    assert.doesNotMatch(consent.html, notFrench)
    const params = answered(await allowAll(browser, consent))
    assert.deepEqual([params.get('state'), params.get('code') !== null], ['a state', true])
  })

  test('OIDC Core §3.1.2.1 prompt=select_account and a second step that is asked for are pages in it as well', async () => {
    const client = await world.client({ skip_consent: true })
    await world.warder.user('bob@example.com')
    const bob = await world.signedIn('bob@example.com')
    const choose = await bob.open(world.address(client, { ui_locales: 'es', prompt: 'select_account' }))
    assert.equal(lang(choose), 'es')
    assert.match(choose.html, /Usar otra cuenta/)
    const confirm = await bob.open(world.address(client, { ui_locales: 'pt', prompt: 'login' }))
    assert.equal(lang(confirm), 'pt')

    const account = await bob.open('/reauthenticate?ui_locales=de&return_to=/account/security')
    assert.match(account.html, /Bevor du das änderst, gib bitte noch einmal dein Passwort ein\./)
    const refused = await bob.submit(account, '/reauthenticate', { password: 'not the right one' })
    assert.deepEqual([refused.status, lang(refused)], [401, 'de'])
  })
})

describe('the code of a second step', () => {
  let ada: Travellers
  before(async () => (ada = await startTravellers({ ...withTexts })))
  after(() => ada.stop())

  test('is mailed in the language of the page that asks for it; a program has it in that of the account', async () => {
    const browser = ada.browser(newYork)
    const asked = await browser.submit(await browser.open('/login?ui_locales=fr'), '/login', {
      email,
      password: goodPassword,
    })
    assert.deepEqual([asked.path.split('?')[0], lang(asked)], ['/mfa', 'fr'])
    assert.match(asked.html, /Cette connexion ne ressemble pas à tes connexions habituelles\./)
    const [mail] = await ada.warder.inbox()
    assert.match(mail?.subject ?? '', /code de connexion/i)
    const again = await browser.submit(asked, '/mfa/send', {})
    assert.match(again.html, /Un nouveau code est en route\./)
    assert.match((await ada.warder.inbox())[0]?.subject ?? '', /code de connexion/i)

    await ada.wait(newYork, { 'accept-language': 'fr' })
    assert.match((await ada.warder.inbox())[0]?.subject ?? '', /^Your sign-in code/)
  })

  test('is told in the language that its owner has chosen, whatever the page of whoever has their password speaks', async () => {
    const owner = { email: 'pia@example.com', number: '+41791110078' }
    await personWithPhone(ada.warder, owner.email, owner.number, { second_step: true })
    const { db } = ada.warder.app
    await db.updateTable('user').set({ locale: 'es' }).where('email', '=', owner.email).execute()
    ada.warder.clock.now += 3600
    const browser = ada.warder.browser()
    const asked = await browser.submit(await browser.open('/login?ui_locales=de'), '/login', {
      email: owner.email,
      password: goodPassword,
    })
    assert.equal(lang(asked), 'de')
    assert.match((await textsTo(ada.warder, owner.number))[0] ?? '', /clave para entrar/)
  })

  test('is sent as a text message in it too', async () => {
    const number = '+41791110077'
    await personWithPhone(ada.warder, 'bea@example.com', number, { second_step: true })
    ada.warder.clock.now += 3600
    const browser = ada.warder.browser()
    const asked = await browser.submit(await browser.open('/login?ui_locales=de'), '/login', {
      email: 'bea@example.com',
      password: goodPassword,
    })
    assert.match(asked.html, /Wir haben dir eine SMS mit einem Code geschickt\./)
    assert.match((await textsTo(ada.warder, number))[0] ?? '', /ist dein Code/)
  })
})

describe('a second step that somebody must set up', () => {
  let world: OAuthWorld
  before(async () => (world = await startOAuth(withTexts)))
  after(() => world.warder.close())

  for (const [at, locale] of locales.filter((one) => one !== 'en').entries()) {
    const number = `+4179111009${at}`
    test(`is set up in ${locale}, by an app and by text messages, refusals and all`, async () => {
      const { warder } = world
      const { secondStep, refused } = await wordsIn(locale)
      const person = await warder.user(`${locale}@example.com`)
      await setSecondFactorRequired(warder.operator, person.id, true)
      const browser = warder.browser()
      const choose = await browser.submit(await browser.open(`/login?ui_locales=${locale}`), '/login', {
        email: person.email,
        password: goodPassword,
      })
      const app = await browser.submit(choose, '/mfa/set-up/app', {})
      const wrong = await browser.submit(app, '/mfa/set-up/confirm', { code: '000000' })
      const phone = await browser.submit(choose, '/mfa/set-up/phone', {})
      const odd = await browser.submit(phone, '/mfa/set-up/phone', { phone: '12' })
      const typing = await browser.submit(phone, '/mfa/set-up/phone', { phone: number })
      const missed = await browser.submit(typing, '/mfa/set-up/phone/confirm', { code: '12' })
      const said: [Page, string][] = [
        [choose, secondStep.setUp.lead],
        [app, secondStep.app.cannotScan],
        [wrong, refused.app_wrong(4)],
        [phone, secondStep.setUp.numberLead],
        [odd, refused.not_a_number],
        [typing, secondStep.asked.hints.sms],
        [missed, refused.number_wrong(4)],
      ]
      for (const [page, text] of said) {
        assert.equal(lang(page), locale)
        assert.ok(page.html.includes(text), text)
        assert.doesNotMatch(page.html, /This |Your |Enter|Choose something/)
      }
      const code = /#(\d{6})$/.exec((await textsTo(warder, number))[0] ?? '')?.[1] ?? ''
      const done = await browser.submit(missed, '/mfa/set-up/phone/confirm', { code })
      assert.ok(done.html.includes(secondStep.codes.letYouIn))
      assert.ok(decodeURIComponent(done.html).includes(secondStep.codes.file('Warder')))
      assert.equal(lang(done), locale)
    })
  }
})
