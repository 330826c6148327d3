import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { mmdb, somePlaces } from '../../../../test/support/mmdb.ts'
import { ConfigError } from '../config/problem.ts'
import { asPlace, openPlaces, placeOf, type Places } from './place.ts'

const folder = mkdtempSync(join(tmpdir(), 'warder-places-'))
after(() => rmSync(folder, { recursive: true }))

function file(name: string, content: Buffer | string): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

describe('the place of an address', () => {
  const app: { places: Places } = { places: () => undefined }
  before(async () => {
    app.places = await openPlaces(file('places.mmdb', mmdb(somePlaces)))
  })

  // oxfmt-ignore
  const table: [address: string, place: string][] = [
    ['192.0.2.1',                   'CH Zurich'],
    ['192.0.2.127',                 'CH Zurich'],
    ['192.0.2.128',                 'CH Geneva'],
    ['198.51.100.255',              'US New York'],
    ['203.0.113.1',                 'FR'],
    ['203.0.113.200',               'PT Lisbon'],
    ['2001:db8:1::9',               'DE Berlin'],
    ['2001:db8:2::9',               ''],
    ['8.8.8.8',                     ''],
    // The database has it, and a private address is nowhere all the same.
    ['10.1.2.3',                    ''],
    ['127.0.0.1',                   ''],
    ['::1',                         ''],
    ['fe80::1',                     ''],
    ['',                            ''],
    ['no address',                  ''],
  ]
  for (const [address, expected] of table) {
    test(`${address || 'nothing'} is ${expected || 'nowhere'}`, () => {
      const place = placeOf(app, address)
      assert.equal([place?.country, place?.city].filter(Boolean).join(' '), expected)
    })
  }

  test('coordinates come with what the database says of their accuracy', () => {
    assert.deepEqual(placeOf(app, '192.0.2.1'), {
      country: 'CH',
      city: 'Zurich',
      latitude: 47.37,
      longitude: 8.54,
      accuracy_km: 20,
    })
    assert.deepEqual(placeOf(app, '203.0.113.200'), {
      country: 'PT',
      city: 'Lisbon',
      latitude: 38.72,
      longitude: -9.14,
    })
  })

  test('a database of IPv4 alone says nothing of IPv6', async () => {
    const places = await openPlaces(file('four.mmdb', mmdb({ '192.0.2.0/24': { country_code: 'CH' } }, 4)))
    assert.equal(places('192.0.2.1')?.country, 'CH')
    assert.equal(places('2001:db8:1::1'), undefined)
  })

  test('without a database no place is known', async () => {
    assert.equal((await openPlaces(undefined))('192.0.2.1'), undefined)
  })
})

describe('a record', () => {
  // oxfmt-ignore
  const table: [what: string, record: unknown, place: unknown][] = [
    ['of nothing',                        null,                                                       undefined],
    ['without a country',                 { city: { names: { en: 'Atlantis' } } },                    undefined],
    ['with a country that is none',       { country: { iso_code: 'Switzerland' } },                   undefined],
    ['of a network that is elsewhere',    { registered_country: { iso_code: 'CH' } },                 { country: 'CH' }],
    ['in small letters',                  { country: 'ch' },                                          { country: 'CH' }],
    ['with half of the coordinates',      { country: 'CH', latitude: 47 },                            { country: 'CH' }],
    ['with coordinates off the earth',    { country: 'CH', latitude: 91, longitude: 0 },              { country: 'CH' }],
    ['with empty coordinates',            { country: 'CH', latitude: '', longitude: '' },             { country: 'CH' }],
  ]
  for (const [what, record, place] of table) test(what, () => assert.deepEqual(asPlace(record), place))
})

describe('a database that cannot be used', () => {
  const whole = mmdb(somePlaces)
  // oxfmt-ignore
  const table: [what: string, path: () => string][] = [
    ['is not there',      () => join(folder, 'nothing.mmdb')],
    ['is a folder',       () => folder],
    ['is empty',          () => file('empty', '')],
    ['is something else', () => file('text', 'no database at all\n'.repeat(100))],
    ['was cut off',       () => file('cut', whole.subarray(0, whole.length / 2))],
    ['lost its beginning', () => file('tail', whole.subarray(-400))],
  ]
  for (const [what, path] of table) {
    test(`${what}: an error of the configuration that names the setting and the file`, async () => {
      const opened = openPlaces(path())
      await assert.rejects(opened, (error: unknown) => {
        assert.ok(error instanceof ConfigError)
        assert.equal(error.problems[0]?.where, 'place_database')
        return true
      })
    })
  }
})
