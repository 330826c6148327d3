import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isPairwise, pairwise } from './pairwise.ts'

const salt = Buffer.alloc(32, 7)
const names = pairwise(salt)

describe('OIDC Core §8.1 pairwise subjects', () => {
  test('are the same for one person in one sector, and different for every other', () => {
    const ada = names.subject('app.example', 'usr_ada')
    assert.equal(ada, pairwise(salt).subject('app.example', 'usr_ada'))
    const others = [
      names.subject('other.example', 'usr_ada'),
      names.subject('app.example', 'usr_bob'),
      pairwise(Buffer.alloc(32, 8)).subject('app.example', 'usr_ada'),
    ]
    assert.equal(new Set([ada, ...others]).size, 4)
  })
  test('OIDC Core §8 are texts of at most 255 ASCII characters that do not show the person', () => {
    const ada = names.subject('app.example', `usr_${'a'.repeat(40)}`)
    assert.match(ada, /^pws_[A-Za-z0-9_-]{1,250}$/)
    assert.ok(isPairwise(ada) && !ada.includes('usr_'))
    assert.ok(!isPairwise('usr_ada'))
  })
  test('lead back to the person, in their own sector alone', () => {
    const ada = names.subject('app.example', 'usr_ada')
    assert.equal(names.personOf('app.example', ada), 'usr_ada')
    assert.equal(names.personOf('other.example', ada), undefined)
    assert.equal(pairwise(Buffer.alloc(32, 8)).personOf('app.example', ada), undefined)
  })
  test('that were altered, shortened or made up lead to nobody', () => {
    const ada = names.subject('app.example', 'usr_ada')
    const altered = [...ada].map(
      (one, at) => ada.slice(0, at) + (one === 'A' ? 'B' : 'A') + ada.slice(at + 1),
    )
    const spelt = [`${ada}=`, `${ada.slice(0, -1)}${ada.endsWith('A') ? 'B' : 'A'}`, ada.replace('_', '-')]
    for (const subject of ['', 'pws_', 'pws_AAAA', 'usr_ada', ada.slice(0, 20), ...altered, ...spelt])
      assert.equal(names.personOf('app.example', subject), undefined, subject)
  })
  test('of two sectors and people with the same letters are not mixed up', () => {
    assert.notEqual(names.subject('a', 'b\nusr_c').slice(0, 24), names.subject('a\nb', 'usr_c').slice(0, 24))
  })
})
