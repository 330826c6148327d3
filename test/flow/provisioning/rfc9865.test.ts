import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { crowdOf, directoryOf, type Directory } from '../../support/programs/scim.ts'

type Page = { Resources: { id: string }[]; totalResults?: number; nextCursor?: string; startIndex?: number }

onEveryDatabase('RFC 9865', (warder) => {
  let directory: Directory
  // More than are looked at in one go.
  const many = 450
  before(async () => {
    directory = await directoryOf(warder)
    await crowdOf(warder, directory, many - 1, (at) => ({
      title: at % 90 === 0 ? 'Countess' : 'Lady',
      nickName: String(at % 7),
    }))
  })

  const page = async (query: string) =>
    (await directory.call('GET', `/Users?attributes=userName&${query}`)).body as Page &
      Record<string, unknown>
  async function everything(query: string, most = 100) {
    const ids: string[] = []
    let cursor = ''
    for (let pages = 0; pages < most; pages++) {
      const { Resources, nextCursor, startIndex } = await page(`${query}&cursor=${cursor}`)
      assert.equal(startIndex, undefined)
      ids.push(...Resources.map(({ id }) => id))
      if (nextCursor === undefined) return ids
      cursor = nextCursor
    }
    throw new Error('it never ends')
  }

  test('§2 by cursors everybody is seen once, whatever comes and goes meanwhile', async () => {
    const first = await page('cursor=&count=200')
    assert.deepEqual([first.totalResults, first.Resources.length], [many, 200])
    const gone = first.Resources[0]?.id ?? ''
    assert.equal((await directory.call('DELETE', `/Users/${gone}`)).status, 204)
    const second = await page(`cursor=${first.nextCursor}&count=200`)
    const third = await page(`cursor=${second.nextCursor}&count=200`)
    assert.deepEqual([second.Resources.length, third.Resources.length], [200, many - 400])
    assert.equal(third.nextCursor, undefined)
    const seen = [first, second, third].flatMap(({ Resources }) => Resources.map(({ id }) => id))
    assert.equal(new Set(seen).size, many)
    await directory.user('p0@again.example')
  })

  test('§2 with a filter as well, further than one answer looks', async () => {
    const ids = await everything('filter=title eq "Countess"&count=2')
    assert.equal(new Set(ids).size, ids.length)
    const listed = await page('filter=title eq "Countess"&count=200')
    assert.deepEqual(ids.toSorted(), listed.Resources.map(({ id }) => id).toSorted())
    assert.equal((await everything('filter=title eq "nobody"')).length, 0)
    assert.equal((await everything('filter=userName eq "p7@many.example"')).length, 1)
  })

  test('§2 and RFC 7644 §3.4.2.4: pages by places of what is found and ordered among many', async () => {
    const query = 'filter=nickName eq "3"&sortBy=userName'
    const { totalResults } = await page(`${query}&count=0`)
    const names: string[] = []
    for (let start = 1; start <= Number(totalResults); start += 20) {
      const { Resources } = await page(`${query}&startIndex=${start}&count=20`)
      names.push(...Resources.map((one) => (one as unknown as { userName: string }).userName))
    }
    assert.equal(names.length, totalResults)
    assert.deepEqual(names, names.toSorted())
    assert.equal(new Set(names).size, names.length)
    assert.equal((await page('startIndex=1000')).Resources.length, 0)
  })

  test('§2 a cursor that is none, with a place or with an order is refused', async () => {
    for (const [query, scimType] of [
      ['cursor=%27', 'invalidCursor'],
      ['cursor=&startIndex=1', 'invalidValue'],
      ['cursor=&sortBy=userName', 'invalidValue'],
    ] as const)
      assert.equal((await page(query))['scimType'], scimType, query)
  })

  test('§3 a search by a body takes a cursor', async () => {
    const { body } = await directory.call('POST', '/Users/.search', { cursor: '', count: 3 })
    assert.equal((body['Resources'] as unknown[]).length, 3)
    const { body: next } = await directory.call('POST', '/Users/.search', {
      cursor: body['nextCursor'],
      count: 3,
      attributes: ['id'],
    })
    assert.equal((next['Resources'] as unknown[]).length, 3)
  })

  test('§4 groups as well, and the configuration says so', async () => {
    for (const name of ['a', 'b', 'c']) await directory.group(name)
    const { body } = await directory.call('GET', '/Groups?cursor=&count=2')
    const rest = await directory.call('GET', `/Groups?cursor=${String(body['nextCursor'])}&count=2`)
    assert.equal((rest.body['Resources'] as unknown[]).length, 1)
    assert.equal(rest.body['nextCursor'], undefined)
    const config = (await directory.call('GET', '/ServiceProviderConfig')).body
    assert.equal((config['pagination'] as { cursor: boolean }).cursor, true)
  })
})
