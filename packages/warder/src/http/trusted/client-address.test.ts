import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientAddress, limitBucket } from './client-address.ts'

const proxies = ['10.0.0.0/8', 'fd00::/8']

// oxfmt-ignore
const table: [what: string, peer: string, forwarded: string | null, trusted: string[], address: string][] = [
  ['PX-01 no proxy is trusted',                     '203.0.113.9',      '1.2.3.4',                     [],      '203.0.113.9'],
  ['PX-01 the peer is not one of the proxies',      '203.0.113.9',      '1.2.3.4',                     proxies, '203.0.113.9'],
  ['PX-02 one proxy: the rightmost address',        '10.0.0.1',         '6.6.6.6, 198.51.100.7',       proxies, '198.51.100.7'],
  ['PX-02 two proxies: the first untrusted one',    '10.0.0.1',         '6.6.6.6, 198.51.100.7, 10.1.1.1', proxies, '198.51.100.7'],
  ['only proxies: the farthest of them',            '10.0.0.1',         '10.0.0.3, 10.0.0.2',          proxies, '10.0.0.3'],
  ['no header',                                     '10.0.0.1',         null,                          proxies, '10.0.0.1'],
  ['what is no address ends the list',              '10.0.0.1',         '198.51.100.7, <script>',      proxies, '10.0.0.1'],
  ['PX-02 with the port of whoever came',           '10.0.0.1',         '6.6.6.6:1, 198.51.100.7:5678', proxies, '198.51.100.7'],
  ['PX-02 with the port, over IPv6',                'fd00::1',          '[2001:DB8::7]:5678',          proxies, '2001:db8::7'],
  ['what is a port of nothing ends the list',       '10.0.0.1',         '198.51.100.7:, [x]:1',        proxies, '10.0.0.1'],
  ['IPv4 through an IPv6 socket',                   '::ffff:10.0.0.1',  '198.51.100.7',                proxies, '198.51.100.7'],
  ['an IPv6 proxy',                                 'fd00::1',          '2001:DB8::7',                 proxies, '2001:db8::7'],
]
for (const [what, peer, forwarded, trusted, address] of table) {
  test(what, () => assert.equal(clientAddress(peer, forwarded, trusted), address))
}

test('PX-07 a thousand addresses of one /64, and every spelling of one, are one bucket', () => {
  const addresses = Array.from({ length: 1000 }, (_, i) => `2001:db8:1:2::${i.toString(16)}`)
  const spellings = [
    '2001:db8:1:2::1',
    '2001:db8:1:2:0:0:0:1',
    '2001:0db8:0001:0002:0000:0000:0000:0001',
    '2001:DB8:1:2::1',
  ]
  assert.equal(
    new Set([...addresses, ...spellings].map((address) => limitBucket(address.toLowerCase()))).size,
    1,
  )
  assert.notEqual(limitBucket('2001:db8:1:3::1'), limitBucket('2001:db8:1:2::1'))
  assert.equal(limitBucket('::1'), limitBucket('0:0:0:0::1'))
  assert.equal(limitBucket('192.0.2.1'), '192.0.2.1')
})
