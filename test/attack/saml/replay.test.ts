import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from '../../support/cookies.ts'
import { signedResponse, type ProviderKey } from '../../support/saml/provider.ts'
import {
  actions,
  fromAnotherSite,
  pathOf,
  sessionCount,
  startSaml,
  type SamlWorld,
} from '../../support/saml/world.ts'
import { stores } from '../../support/services.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

const settings = { 'limits.costly': '100000', 'limits.waiting': '100000' }

for (const [kind, fresh] of stores()) {
  describe(`SA-17 one assertion, many times, on two instances on ${kind}`, () => {
    let one: SamlWorld
    let two: TestWarder
    let url: string
    let drop: () => Promise<void>
    before(async () => {
      const store = await fresh()
      ;({ url, drop } = store)
      one = await startSaml({ idp_initiated: true }, { database_url: url })
      two = await startWarder({ ...settings, database_url: url })
    })
    after(async () => {
      await one.warder.close()
      await two.close()
      await drop()
    })

    const bringTo = async (warder: TestWarder, document: string) => {
      const fields = { SAMLResponse: Buffer.from(document).toString('base64') }
      return fromAnotherSite(warder, pathOf(one.connection.sp.acs_url), fields)
    }

    /** The same cookies, at the other instance. */
    const sameAt = (warder: TestWarder, from: Browser): Browser => {
      const browser = warder.browser()
      for (const [name, value] of from.cookies) browser.cookies.set(name, value)
      return browser
    }

    test('SA-17 an answer opens one session, however often it comes at once', async () => {
      const browser = one.warder.browser()
      await browser.open('/login')
      const document = signedResponse(one.says({ in_response_to: await one.begin(browser) }), one.key)
      await Promise.all(
        Array.from({ length: 20 }, async (_, at) => {
          const warder = at % 2 === 0 ? one.warder : two
          const response = await bringTo(warder, document)
          const location = response.headers.get('location') ?? ''
          if (location.includes('/resume')) await sameAt(warder, browser).open(location)
        }),
      )
      assert.equal(await sessionCount(one.warder), 1)
    })

    test('SA-17 nor does one that answers nothing, which is shown to whoever comes with it', async () => {
      const document = signedResponse(one.says({ in_response_to: undefined }), one.key)
      const before = await sessionCount(one.warder)
      await Promise.all(
        Array.from({ length: 20 }, (_, at) => confirm(at % 2 === 0 ? one.warder : two, one.key, document)),
      )
      assert.equal(await sessionCount(one.warder), before + 1)

      const restarted = await startWarder({ ...settings, database_url: url })
      await confirm(restarted, one.key, document)
      assert.equal(await sessionCount(restarted), before + 1)
      await restarted.close()
    })

    async function confirm(warder: TestWarder, key: ProviderKey, document: string): Promise<void> {
      const browser = warder.browser()
      const page = await actions(warder, key, one.connection).bring(browser, document)
      await browser.submit(page, '/auth/saml/acme/resume', {})
    }
  })
}
