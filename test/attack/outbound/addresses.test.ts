import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPublic, reachable } from '../../../packages/warder/src/http/outbound/addresses.ts'

const open = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2001:4860:4860::8888',
  '2a00:1450:4001:81b::200e',
  '64:ff9b::8.8.8.8',
  '64:ff9b::808:808',
]
for (const address of open) {
  test(`${address} is on the public internet`, () => assert.equal(isPublic(address), true))
}

const closed = [
  '0.0.0.0',
  '0.255.255.255',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.100.100.200',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '192.168.255.255',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '::ffff:a9fe:a9fe',
  '::ffff:0:127.0.0.1',
  '64:ff9b::127.0.0.1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:0:53aa:64c::1',
  '2001:db8::1',
  '2001:20::1',
  '2002:7f00:1::1',
  '2002:a9fe:a9fe::1',
  '3fff::1',
  '5f00::1',
  'fc00::1',
  'fd00:ec2::254',
  'fdff:ffff::1',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'ff02::1',
  'ff0e::1',
  '4000::1',
  'localhost',
  '',
]
for (const address of closed) {
  test(`SS-01 ${address || 'no address'} is not`, () => {
    assert.equal(isPublic(address), false)
    assert.equal(reachable([], false)(address), false)
  })
}

test('what the operator names is reachable, and nothing beside it', () => {
  const may = reachable(['10.1.0.0/16', 'fd00:1::/32', '192.168.7.7/32'], false)
  // oxfmt-ignore
  const table: [address: string, allowed: boolean][] = [
    ['10.1.2.3', true], ['10.2.0.1', false], ['fd00:1::9', true], ['fd00:2::9', false],
    ['192.168.7.7', true], ['192.168.7.8', false], ['127.0.0.1', false], ['169.254.169.254', false], ['8.8.8.8', true],
  ]
  for (const [address, allowed] of table) assert.equal(may(address), allowed, address)
})

test('in development this machine is reachable, and no other one', () => {
  const may = reachable([], true)
  for (const address of ['127.0.0.1', '127.1.2.3', '::1']) assert.equal(may(address), true, address)
  for (const address of ['10.0.0.1', '169.254.169.254', '0.0.0.0', 'fe80::1', '::1%lo'])
    assert.equal(may(address), false, address)
})
