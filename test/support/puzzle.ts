import { hash } from 'node:crypto'

/** What an answer that asks for work says of it. */
export type Puzzle = { token: string; pieces: number; bits: number; wait: number }

/** The value of `challenge_solution`, found as docs/limits.md tells programs to. */
export function solve(puzzle: Puzzle): string {
  return answer(puzzle, (zeros) => zeros >= puzzle.bits)
}

/** Of the same form, with numbers none of which solves its piece. */
export function missolve(puzzle: Puzzle): string {
  return answer(puzzle, (zeros) => zeros < puzzle.bits)
}

function answer({ token, pieces }: Puzzle, fits: (zeros: number) => boolean): string {
  const seed = hash('sha256', token, 'hex')
  const nonces = Array.from({ length: pieces }, (_, piece) => {
    const head = seed + String(piece).padStart(4, '0')
    for (let nonce = 0; ; nonce++) {
      const digits = nonce.toString(16).padStart(8, '0')
      const digest = hash('sha256', head + digits, 'buffer')
      if (fits(Math.clz32(digest.readUInt32BE(0)))) return digits
    }
  })
  return `${token}:${nonces.join('.')}`
}
