import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { tempDir } from '../../support/services.ts'
import { child, server, type Child } from '../child.ts'
import { raw, statusOf } from '../raw.ts'

const fixture = ['--conditions=warder-src', join(import.meta.dirname, 'fixture-process.ts')]

async function start(): Promise<Child & { port: number }> {
  const started = child(process.execPath, fixture)
  const text = await started.printed(';')
  return { ...started, port: Number(/port=(\d+);/.exec(text)?.[1]) }
}

/** A request that is being answered: the server has it, and waits for the rest of its body. */
async function inFlight(port: number, path = '/') {
  const connection = raw(port)
  connection.send(
    `POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n`,
  )
  await connection.received('100 Continue')
  connection.send('{')
  return connection
}

const answerOf = (text: string) => text.slice(text.indexOf('\r\n\r\n') + 4)

describe('F-44 signals', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`${signal} finishes what runs, then exits 0`, async () => {
      const running = await start()
      const request = await inFlight(running.port)
      running.process.kill(signal)
      await running.printed('"msg":"stopping"')
      request.send('"a"')
      assert.equal(statusOf(answerOf(await request.closed)), 200)
      const { code, stdout } = await running.ended
      assert.equal(code, 0)
      assert.match(stdout, /"msg":"stopped"\}\n$/)
    })
  }

  test('a second SIGTERM ends the process at once', async () => {
    const running = await start()
    const request = await inFlight(running.port)
    running.process.kill('SIGTERM')
    await running.printed('"msg":"stopping"')
    running.process.kill('SIGTERM')
    assert.equal((await running.ended).code, 143)
    await request.closed
  })

  test('Ctrl-C that arrives twice, from the terminal and through npm, is one wish', async () => {
    const running = await start()
    const request = await inFlight(running.port)
    running.process.kill('SIGINT')
    await running.printed('"msg":"stopping"')
    running.process.kill('SIGINT')
    request.send('"a"')
    assert.equal(statusOf(answerOf(await request.closed)), 200)
    assert.equal((await running.ended).code, 0)
  })

  test('under load no request that was accepted is lost', async () => {
    const folder = tempDir()
    const running = await server(folder.path)
    const statuses: number[] = []
    let refused = 0
    const client = async () => {
      for (;;) {
        try {
          statuses.push((await fetch(`${running.url}/health`)).status)
        } catch (error) {
          // Only a connection that was never accepted, or an idle one that was closed, may fail.
          assert.match(
            String((error as Error & { cause?: { code?: string } }).cause?.code),
            /ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET/,
          )
          return void refused++
        }
        if (statuses.length === 200) running.process.kill('SIGTERM')
      }
    }
    await Promise.all(Array.from({ length: 8 }, client))
    assert.deepEqual([...new Set(statuses)], [200])
    assert.equal(refused, 8)
    assert.equal((await running.ended).code, 0)
    folder.drop()
  })
})

describe('F-45 what nobody caught', () => {
  test('a rejected promise is logged, and the process serves on', async () => {
    const running = await start()
    await fetch(`http://127.0.0.1:${running.port}/reject`)
    const text = await running.printed('a promise was rejected')
    assert.match(text, /nobody waits for this/)
    assert.equal((await fetch(`http://127.0.0.1:${running.port}/`)).status, 200)
    running.process.kill('SIGTERM')
    assert.equal((await running.ended).code, 0)
  })

  test('an error outside every request is logged, and the process ends for a clean one to start', async () => {
    const running = await start()
    await fetch(`http://127.0.0.1:${running.port}/throw`)
    const { code, stdout } = await running.ended
    assert.equal(code, 1)
    assert.match(stdout, /"level":"error".*nobody catches this.*"msg":"stopped by an error"\}\n$/)
  })
})

describe('F-41 a log that nobody reads', () => {
  test('stops no request, counts what is dropped, and does not keep the process', async () => {
    // A pipe whose reader never reads: `paused` is the child, and this test leaves its stdout alone.
    const paused = spawn(process.execPath, fixture, { stdio: ['ignore', 'pipe', 'pipe'] })
    const [text] = (await once(paused.stderr.setEncoding('utf8'), 'data')) as [string]
    const at = `http://127.0.0.1:${/port=(\d+);/.exec(text)?.[1]}`
    assert.equal((await fetch(`${at}/log`)).status, 200)
    const { dropped } = (await (await fetch(`${at}/`)).json()) as { dropped: number }
    assert.ok(dropped > 1000, String(dropped))
    paused.kill('SIGTERM')
    const [code] = (await once(paused, 'exit')) as [number]
    assert.equal(code, 0)
  })

  test('a reader that is gone is no reason to stop', async () => {
    const orphaned = spawn(process.execPath, fixture, { stdio: ['ignore', 'pipe', 'pipe'] })
    orphaned.stdout.destroy()
    const [text] = (await once(orphaned.stderr.setEncoding('utf8'), 'data')) as [string]
    const at = `http://127.0.0.1:${/port=(\d+);/.exec(text)?.[1]}`
    for (let round = 0; round < 3; round++) assert.equal((await fetch(`${at}/log`)).status, 200)
    orphaned.kill('SIGTERM')
    const [code] = (await once(orphaned, 'exit')) as [number]
    assert.equal(code, 0)
  })
})
