import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handleOfRequestUri, pushedParameters, requestUriOf } from './request-uri.ts'

test('RFC 9126 §2.2 the address of a pushed request is a name, and every other address is none of ours', () => {
  assert.equal(requestUriOf('abc'), 'urn:ietf:params:oauth:request_uri:abc')
  assert.equal(handleOfRequestUri(requestUriOf('abc')), 'abc')
  for (const other of [
    'https://127.0.0.1:1/x',
    'urn:ietf:params:oauth:abc',
    'URN:ietf:params:oauth:request_uri:abc',
    '',
  ])
    assert.equal(handleOfRequestUri(other), undefined)
})

test('RFC 9126 §2.1 what authenticates the client is no part of the request', () => {
  const form = new URLSearchParams({
    client_id: 'c',
    client_secret: 's',
    client_assertion: 'a',
    client_assertion_type: 't',
    scope: 'openid',
  })
  assert.equal(pushedParameters(form).toString(), 'client_id=c&scope=openid')
  assert.equal(form.get('client_secret'), 's', 'and the form itself is as it was')
})
