import assert from 'node:assert/strict'
import { test } from 'node:test'
import { titled } from './titled.ts'

// oxfmt-ignore
const table: [name: string, title: string][] = [
  ['github',       'GitHub'],
  ['azure-openai', 'Azure OpenAI'],
  ['acme-notes',   'Acme Notes'],
  ['constructor',  'Constructor'],
]
for (const [name, title] of table)
  test(`${name} is ${title}`, () => {
    assert.equal(titled(name), title)
  })
