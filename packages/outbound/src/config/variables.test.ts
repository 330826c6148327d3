import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillIn } from './variables.ts'

// oxfmt-ignore
const good: [template: string, value: string, filled: string][] = [
  ['https://{v}.example.com',           'acme',        'https://acme.example.com'],
  ['https://{v}/api',                   'git.acme.com', 'https://git.acme.com/api'],
  ['https://api.example.com/{v}/x',     'a/b',         'https://api.example.com/a%2Fb/x'],
  ['https://api.example.com/{v}/x',     'a b?c#d',     'https://api.example.com/a%20b%3Fc%23d/x'],
  ['https://*.{v}.example.com',         'eu-1',        'https://*.eu-1.example.com'],
]
for (const [template, value, filled] of good) {
  test(`${JSON.stringify(value)} in ${template} is ${filled}`, () => {
    assert.equal(fillIn(template, { v: value }), filled)
  })
}

// oxfmt-ignore
const refused: [template: string, value: string][] = [
  ['https://{v}.example.com',         'evil.com/'],
  ['https://{v}.example.com',         'evil.com#'],
  ['https://{v}.example.com',         'evil.com?'],
  ['https://{v}.example.com',         'a@evil.com'],
  ['https://{v}.example.com',         'evil.com:443\\'],
  ['https://{v}.example.com',         'ü'],
  ['https://api.example.com/{v}/x',   '..'],
  ['https://api.example.com/{v}/x',   '.'],
  ['https://api.example.com/{v}/x',   ''],
  ['https://api.example.com/{other}', 'x'],
]
for (const [template, value] of refused) {
  test(`OC-12 ${JSON.stringify(value)} in ${template} is refused`, () => {
    assert.throws(() => fillIn(template, { v: value }), { code: 'CONFIG_INVALID' })
  })
}
