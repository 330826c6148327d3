import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imitates, readsAs } from './imitation.ts'

// oxfmt-ignore
const honest = [
  'Notes', 'Ada’s notes 2', 'Café Übersicht', 'Заметки', 'Заметки for Slack', 'Σημειώσεις', 'メモ帳アプリ', 'Tシャツ屋', 'LINE 메모장',
  '微信 WeChat', 'दैनिक', 'ملاحظات', 'פתקים', 'C++ & Co.', '42', 'Việt Nam', 'Łódź',
]
for (const name of honest) {
  test(`“${name}” is a name`, () => assert.equal(imitates(name), false))
}

// oxfmt-ignore
const imitations: [name: string, why: string][] = [
  ['P\u0430ypal',               'a Cyrillic а among Latin letters'],
  ['G\u03bfogle',               'a Greek omicron among Latin letters'],
  ['My \u041dotes',             'one word of two scripts is enough'],
  ['Not\u0435s',                'a Cyrillic е'],
  ['\u0440\u0430\u0443\u0440\u0430\u04cf', 'Cyrillic letters that all look Latin'],
  ['\u0410\u0420\u0420\u0406\u0415 \u0421\u041e', 'the same in capitals'],
  ['Notes\u05d0',               'Hebrew after Latin'],
  ['N\u0300\u0301\u0302\u0303otes', 'a pile of marks'],
]
for (const [name, why] of imitations) {
  test(`“${name}” imitates another: ${why}`, () => assert.equal(imitates(name), true))
}

test('the name of this server is that name however it is written', () => {
  for (const name of [
    'Warder',
    'WARDER',
    ' w a r d e r ',
    'Ｗarder',
    'Wärder'.normalize('NFC').replace('ä', 'a'),
    'War-der!',
  ])
    assert.equal(readsAs(name, 'Warder'), true, name)
  for (const name of ['Warder Notes', 'Ward', '!!!']) assert.equal(readsAs(name, 'Warder'), false, name)
})
