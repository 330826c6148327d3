import { createWriteStream, fstatSync } from 'node:fs'
import { Socket } from 'node:net'
import type { Writable } from 'node:stream'

/** Where log lines go: bounded, never in the way of a request. */
export type Sink = {
  write: (line: string) => void
  /** Lines given up since the start, because nobody took them. */
  dropped: () => number
  /** Waits until everything is handed over, at most `ms` milliseconds. */
  flush: (ms: number) => Promise<void>
}

/** What may wait for a slow reader, in characters. Beyond it lines are counted and dropped (F-41). */
const most = 1 << 20

/**
 * A sink on an open file descriptor. A pipe is written as a socket is, without blocking: a write from
 * libuv's pool would hold a thread, and the exit of the process, for as long as the reader stands still.
 */
export function openSink(fd: number): Sink {
  let stream = open(fd)
  let pending = ''
  let scheduled = false
  let writing = false
  let lost = 0
  let unreported = 0

  const sink: Sink = { write, dropped: () => lost, flush }
  listen()
  return sink

  function write(line: string): void {
    if (stream.destroyed || pending.length + line.length > most) {
      lost++
      unreported++
      return
    }
    pending += line
    if (scheduled || writing) return
    scheduled = true
    // One system call for all lines of a turn of the event loop.
    setImmediate(hand)
  }

  function hand(): void {
    scheduled = false
    if (writing || pending === '') return
    writing = true
    const batch = pending
    pending = unreported === 0 ? '' : `{"level":"warn","dropped":${unreported},"msg":"log lines dropped"}\n`
    unreported = 0
    stream.write(batch, (error) => {
      writing = false
      if (error) lost += linesIn(batch)
      else hand()
    })
  }

  function listen(): void {
    stream.on('error', (error: Error & { code?: string }) => {
      lost += linesIn(pending)
      pending = ''
      // A reader that is gone stays gone; a full disk is tried again with the next line.
      if (error.code === 'EPIPE' || !isFile(fd)) return
      stream = open(fd)
      listen()
    })
  }

  async function flush(ms: number): Promise<void> {
    hand()
    const end = performance.now() + ms
    while ((writing || pending !== '') && !stream.destroyed && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
}

const linesIn = (text: string) => text.split('\n').length - 1

function open(fd: number): Writable {
  if (isFile(fd)) return createWriteStream('', { fd, autoClose: false })
  const stream = new Socket({ fd, readable: false, writable: true })
  // A log that nobody reads must not keep the process alive.
  stream.unref()
  return stream
}

function isFile(fd: number): boolean {
  const stat = fstatSync(fd)
  return stat.isFile() || stat.isCharacterDevice()
}
