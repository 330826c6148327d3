// The platform's own source, which is there without an import.

/** 128 random bits: what no two requests share. */
export function newNonce(): string {
  return randomKey(16).toString('base64url')
}

/** As many random bytes as a key, or an initialisation vector, has. */
export function randomKey(length: number): Buffer {
  return crypto.getRandomValues(Buffer.alloc(length))
}

/** An identifier of one message. */
export function newMessageId(): string {
  return crypto.randomUUID()
}

/** A pause around the one that is meant, so that those who failed together do not come back together. In milliseconds. */
export function jittered(pause: number): number {
  const [draw = 0] = crypto.getRandomValues(new Uint32Array(1))
  return pause / 2 + Math.floor((draw / 2 ** 32) * pause)
}
