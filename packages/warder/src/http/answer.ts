/**
 * What a handler answers, as plain data. The edge turns it into one `Response` with the headers every
 * answer carries; building those into a `Headers` object twice costs more than most handlers do.
 */
export type Answer = {
  status: number
  headers: Record<string, string>
  cookies?: readonly string[]
  /** A stream where the whole would be too much to hold. */
  body: string | ReadableStream<Uint8Array> | null
}

type Extra = { status?: number; headers?: Record<string, string>; cookies?: readonly string[] }

export function json(body: unknown, { status = 200, headers, cookies }: Extra = {}): Answer {
  return answer(status, { 'content-type': 'application/json', ...headers }, JSON.stringify(body), cookies)
}

export function html(body: string, { status = 200, headers, cookies }: Extra = {}): Answer {
  return answer(status, { 'content-type': 'text/html; charset=utf-8', ...headers }, body, cookies)
}

export function empty(status: number, { headers, cookies }: Omit<Extra, 'status'> = {}): Answer {
  return answer(status, { ...headers }, null, cookies)
}

/** An answer that is made as it is read: whoever reads slowly has little of it kept for them. */
export function streamed(pieces: AsyncGenerator<string, void>, headers: Record<string, string>): Answer {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = await pieces.next()
      if (piece.done) controller.close()
      else controller.enqueue(encoder.encode(piece.value))
    },
    async cancel() {
      await pieces.return()
    },
  })
  return { status: 200, headers, body }
}

/** RFC 9700 §4.12: always 303, so that a form with a password is never posted again to where it leads. */
export function redirect(location: string, { headers, cookies }: Omit<Extra, 'status'> = {}): Answer {
  return answer(303, { location, ...headers }, null, cookies)
}

function answer(
  status: number,
  headers: Record<string, string>,
  body: string | null,
  cookies?: readonly string[],
): Answer {
  return { status, headers, body, ...(cookies?.length && { cookies }) }
}
