import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locale } from '../../../config/config.ts'
import { wordsIn } from '../../words/words.ts'
import { approvalsPage } from './list.ts'

const frame = { csrf: 'c', now: 1_000, user: { full_name: 'Ada', email: 'ada@example.com', roles: [] } }

const one: Record<Locale, RegExp> = {
  en: />one more minute</,
  de: />eine Minute</,
  fr: />une minute</,
  es: />un minuto</,
  pt: />um minuto</,
}
const many: Record<Locale, RegExp> = {
  en: />2 more minutes</,
  de: />2 Minuten</,
  fr: />2 minutes</,
  es: />2 minutos</,
  pt: />2 minutos</,
}

const left: [seconds: number, said: Record<Locale, RegExp>][] = [
  // Read while it waited, and over by the time the page is written.
  [-1, one],
  [0, one],
  [1, one],
  [60, one],
  [61, many],
]
for (const [seconds, said] of left) {
  test(`a question that waits for ${seconds} more seconds says how long in whole minutes`, async () => {
    for (const locale of ['en', 'de', 'fr', 'es', 'pt'] as const) {
      const question = {
        id: '1',
        client_id: 'till',
        name: 'Till',
        message: undefined,
        scopes: ['openid'],
        details: [],
        resource_hosts: [],
        address: '192.0.2.1',
        asked_at: 900,
        expires_at: 1_000 + seconds,
      }
      const words = await wordsIn(locale)
      assert.match(approvalsPage({ words, ...frame, waiting: [question], muted: [] }), said[locale], locale)
    }
  })
}
