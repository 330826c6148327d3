import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RiskAction, RiskConfig } from '../config/config.ts'
import { assess, type Habits, type RiskReason } from './assess.ts'
import type { Place } from './place.ts'
import { distanceKm, isImpossible } from './travel.ts'

const hour = 3600
const zurich: Place = { country: 'CH', latitude: 47.37, longitude: 8.54, accuracy_km: 20 }
const geneva: Place = { country: 'CH', latitude: 46.2, longitude: 6.15, accuracy_km: 20 }
const newYork: Place = { country: 'US', latitude: 40.71, longitude: -74.01, accuracy_km: 20 }
const sydney: Place = { country: 'AU', latitude: -33.87, longitude: 151.21, accuracy_km: 20 }
const france: Place = { country: 'FR' }

const usual: RiskConfig = { new_device: 'notify', new_country: 'notify', impossible_travel: 'step-up' }

describe('the reasons and the action of a sign-in', () => {
  type Row = [
    what: string,
    before: boolean,
    known: boolean,
    countries: string,
    last: Place | undefined,
    now: Place | undefined,
    reasons: RiskReason[],
    action: RiskAction,
  ]
  // One hour after the last sign-in.
  // oxfmt-ignore
  const table: Row[] = [
    ['the first of an account',             false, false, '',      undefined, zurich,    [],                                                 'off'],
    ['the first, without a place',          false, false, '',      undefined, undefined, [],                                                 'off'],
    ['a known device at home',              true,  true,  'CH',    zurich,    zurich,    [],                                                 'off'],
    ['a known device without a place',      true,  true,  'CH',    zurich,    undefined, [],                                                 'off'],
    ['a new device at home',                true,  false, 'CH',    zurich,    zurich,    ['new_device'],                                     'notify'],
    ['a new device without a place',        true,  false, '',      undefined, undefined, ['new_device'],                                     'notify'],
    ['a new device after all was forgotten', true, false, '',      undefined, newYork,   ['new_device'],                                     'notify'],
    ['a known device in a new country',     true,  true,  'CH',    zurich,    france,    ['new_country'],                                    'notify'],
    ['a known device in an old country',    true,  true,  'CH FR', zurich,    france,    [],                                                 'off'],
    ['a new device in a new country',       true,  false, 'CH',    zurich,    france,    ['new_device', 'new_country'],                      'notify'],
    ['a known device far too far away',     true,  true,  'CH US', zurich,    newYork,   ['impossible_travel'],                              'step-up'],
    ['all at once',                         true,  false, 'CH',    zurich,    newYork,   ['new_device', 'new_country', 'impossible_travel'], 'step-up'],
    ['a country that becomes known first',  true,  true,  '',      undefined, newYork,   [],                                                 'off'],
  ]
  for (const [what, signed_in_before, device_known, countries, last, now, reasons, action] of table) {
    test(`${what}: ${reasons.join(' and ') || 'nothing unusual'}, ${action}`, () => {
      const habits: Habits = {
        signed_in_before,
        device_known,
        countries: countries.split(' ').filter(Boolean),
        last: last && { place: last, at: 0 },
      }
      assert.deepEqual(assess(habits, { place: now, at: hour }, usual), { reasons, action })
    })
  }
})

describe('the strongest policy wins, and what is off is no reason', () => {
  // oxfmt-ignore
  const table: [device: RiskAction, country: RiskAction, travel: RiskAction, reasons: number, action: RiskAction][] = [
    ['off',     'off',     'off',     0, 'off'],
    ['notify',  'off',     'off',     1, 'notify'],
    ['step-up', 'notify',  'notify',  3, 'step-up'],
    ['notify',  'block',   'step-up', 3, 'block'],
    ['block',   'off',     'notify',  2, 'block'],
    ['off',     'step-up', 'off',     1, 'step-up'],
    ['off',     'off',     'block',   1, 'block'],
  ]
  const everything: Habits = {
    signed_in_before: true,
    device_known: false,
    countries: ['CH'],
    last: { place: zurich, at: 0 },
  }
  for (const [new_device, new_country, impossible_travel, count, action] of table) {
    test(`${new_device}, ${new_country}, ${impossible_travel}: ${action}`, () => {
      const risk = assess(
        everything,
        { place: newYork, at: hour },
        { new_device, new_country, impossible_travel },
      )
      assert.equal(risk.reasons.length, count)
      assert.equal(risk.action, action)
    })
  }
})

describe('a journey', () => {
  // oxfmt-ignore
  const table: [what: string, from: Place, to: Place, hours: number, impossible: boolean][] = [
    ['to the same place at once',            zurich, zurich, 0,   false],
    ['over the country at once, 225 km',     zurich, geneva, 0,   true],
    ['over the country within an hour',      zurich, geneva, 1,   false],
    ['to New York, 6,320 km, in six hours',  zurich, newYork, 6,  true],
    ['to New York in seven hours',           zurich, newYork, 7,  false],
    ['around the world in eighteen hours',   zurich, sydney, 18,  true],
    ['around the world in nineteen hours',   zurich, sydney, 19,  false],
    ['before it began, as a clock jumps',    zurich, newYork, -1, true],
    ['to a country without coordinates',     zurich, france, 0,   false],
    ['from a country without coordinates',   france, zurich, 0,   false],
    ['less than 100 km beyond the doubt',    zurich, { ...geneva, accuracy_km: 110 }, 0, false],
    ['where the doubt is not said: 100 km',  { ...zurich, accuracy_km: 0 }, without(geneva), 0, true],
    ['where no doubt is said: 200 km',       without(zurich), without(geneva), 0, false],
  ]
  for (const [what, from, to, hours, impossible] of table) {
    test(`${what} is ${impossible ? 'impossible' : 'possible'}`, () =>
      assert.equal(isImpossible({ place: from, at: 0 }, { place: to, at: hours * hour }), impossible))
  }

  function without({ accuracy_km: _, ...place }: Place): Place {
    return place
  }

  test('distances are those of the great circle, over the date line and the poles too', () => {
    assert.equal(Math.round(distanceKm(zurich, newYork) ?? 0), 6324)
    const [west, east] = [179, -179].map((longitude) => ({ country: 'FJ', latitude: 0, longitude }))
    assert.equal(Math.round(distanceKm(west!, east!) ?? 0), 222)
    const [north, south] = [90, -90].map((latitude) => ({ country: 'AQ', latitude, longitude: 0 }))
    assert.equal(Math.round(distanceKm(north!, south!) ?? 0), 20015)
  })
})
