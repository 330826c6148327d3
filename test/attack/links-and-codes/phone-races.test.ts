import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { personWithPhone, put, textedCode } from '../../support/people/phones.ts'
import { program } from '../../support/people/programs.ts'
import { json } from '../../support/warder.ts'

onEveryDatabase('numbers in a race', (warder) => {
  test('of two people who confirm one number at once, one has it', async () => {
    Object.assign(warder.app.config, { dev: true })
    const phone = '+41791112233'
    const people = []
    for (const email of ['ada@example.com', 'bob@example.com']) {
      await warder.user(email)
      const ada = await program(warder, email)
      assert.equal((await put(ada, { phone })).status, 202)
      people.push({ ada, code: await textedCode(warder, phone) })
    }
    const answers = await Promise.all(
      people.map(({ ada, code }) => ada.post('/auth/me/phone/confirm', { code })),
    )
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409],
    )
  })

  test('of twenty calls at once that confirm one number, one does', async () => {
    await warder.user('carol@example.com')
    const ada = await program(warder, 'carol@example.com')
    await put(ada, { phone: '+41792223344', second_step: true })
    const code = await textedCode(warder, '+41792223344')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ada.post('/auth/me/phone/confirm', { code })),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  })

  test('of twenty wrong codes at once five are looked at, and then the right one comes too late', async () => {
    await warder.user('erin@example.com')
    const ada = await program(warder, 'erin@example.com')
    await put(ada, { phone: '+41795556677' })
    const confirm = async (code: string) => {
      const answer = await ada.post('/auth/me/phone/confirm', { code })
      return (await json<{ code: string }>(answer)).code
    }
    const codes = await Promise.all(Array.from({ length: 20 }, () => confirm('x')))
    assert.equal(codes.filter((code) => code === 'invalid_input').length, 5)
    assert.equal(codes.filter((code) => code === 'token_invalid').length, 15)
    assert.equal(await confirm(await textedCode(warder, '+41795556677')), 'token_invalid')
  })

  test('a second step by text message is one person’s own', async () => {
    warder.clock.now += 3600
    const { recovery } = await personWithPhone(warder, 'dora@example.com', '+41793334455', {
      second_step: true,
    })
    assert.equal(recovery.length, 10)
  })
})
