/** As much as Warder reads of a request: of one of the web, or of what the listener makes of one of Node. */
export type Request = Pick<globalThis.Request, 'method' | 'url' | 'signal' | 'text'> & {
  headers: Pick<Headers, 'get'>
  body: AsyncIterable<Uint8Array> | null
}
