/** A body that ends after `meanwhile`, which begins when somebody reads it: who sends it has been let in by then. */
export function endingAfter(meanwhile: () => Promise<unknown>, text: string): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await meanwhile()
        controller.enqueue(new TextEncoder().encode(text))
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
}
