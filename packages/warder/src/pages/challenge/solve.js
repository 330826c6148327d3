// Solves the puzzle of a form (docs/limits.md) while the person fills it in. The file plays two parts: on the page it
// minds the form, and in a worker it computes. Without workers it computes on the page, a little at a time.

const seedOf = (token) => sha256(new TextEncoder().encode(token)).map(hex).join('')

/** Finds the nonces one by one; hands over control every `stride` digests. */
function* search({ token, bits, pieces }, stride) {
  const seed = new TextEncoder().encode(seedOf(token))
  // SHA-256 works in blocks of 64 bytes: the seed is the first and the same for every attempt.
  const start = new Int32Array(8)
  compress(initial, words(seed, 0), start)
  const digest = new Int32Array(8)
  const nonces = []
  const block = new Int32Array(64)
  // The second block: four digits, eight digits, the end mark, zeros, and the length of 76 bytes in bits.
  block[3] = 0x80000000 | 0
  block[15] = 76 * 8
  for (let piece = 0; piece < pieces; piece++) {
    block[0] = 0x30303030 | piece
    for (let nonce = 0; ; nonce++) {
      block[1] = (pairs[nonce >>> 24] << 16) | pairs[(nonce >>> 16) & 255]
      block[2] = (pairs[(nonce >>> 8) & 255] << 16) | pairs[nonce & 255]
      compress(start, block, digest)
      if (Math.clz32(digest[0]) >= bits) {
        nonces.push(hex(nonce))
        break
      }
      if (nonce % stride === stride - 1) yield
    }
  }
  return nonces.join('.')
}

const hex = (word) => (word >>> 0).toString(16).padStart(8, '0')

/** Two hexadecimal digits of a byte, as the two bytes of their letters. */
const pairs = Array.from({ length: 256 }, (_, byte) => {
  const text = byte.toString(16).padStart(2, '0')
  return (text.charCodeAt(0) << 8) | text.charCodeAt(1)
})

// FIPS 180-4 §4.2.2 and §5.3.3: fractions of the roots of the first primes.
const primes = []
for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n)
const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0
const constants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)))
const initial = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)))

/**
 * FIPS 180-4 §6.2.2: one block. The first sixteen words of `w` are the block, the others are filled in; the result
 * goes to `out`, because making a list for every attempt takes longer than the attempt.
 */
function compress(state, w, out) {
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]
    const y = w[i - 2]
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0
  }
  let a = state[0]
  let b = state[1]
  let c = state[2]
  let d = state[3]
  let e = state[4]
  let f = state[5]
  let g = state[6]
  let h = state[7]
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[i] + w[i]) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  out[0] = (state[0] + a) | 0
  out[1] = (state[1] + b) | 0
  out[2] = (state[2] + c) | 0
  out[3] = (state[3] + d) | 0
  out[4] = (state[4] + e) | 0
  out[5] = (state[5] + f) | 0
  out[6] = (state[6] + g) | 0
  out[7] = (state[7] + h) | 0
}

/** One block of a message, as words. */
function words(bytes, from) {
  const w = new Int32Array(64)
  for (let i = 0; i < 64; i++) w[i >> 2] |= (bytes[from + i] ?? 0) << (24 - (i % 4) * 8)
  return w
}

function sha256(message) {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64)
  padded.set(message)
  padded[message.length] = 0x80
  new DataView(padded.buffer).setUint32(padded.length - 4, message.length * 8)
  const state = Int32Array.from(initial)
  for (let from = 0; from < padded.length; from += 64) compress(state, words(padded, from), state)
  return Array.from(state)
}

function inWorker() {
  onmessage = ({ data }) => {
    const steps = search(data, 1_000_000)
    let step = steps.next()
    while (!step.done) step = steps.next()
    postMessage(step.value)
  }
}

function onPage(script) {
  const field = document.querySelector('input[data-puzzle]')
  if (!field) return
  const form = field.form
  const status = form.querySelector('[role=status]')
  const puzzle = {
    token: field.value,
    bits: Number(field.dataset.bits),
    pieces: Number(field.dataset.pieces),
  }
  let solved = false
  let waiting

  const finish = (solution) => {
    field.value = `${puzzle.token}:${solution}`
    solved = true
    status.textContent = ''
    if (waiting) form.requestSubmit(waiting.button)
  }
  form.addEventListener('submit', (event) => {
    if (solved) return
    event.preventDefault()
    waiting = { button: event.submitter }
    status.textContent = field.dataset.busy
  })
  const onThisPage = () => {
    const steps = search(puzzle, 5_000)
    const go = () => {
      const { done, value } = steps.next()
      if (done) finish(value)
      else setTimeout(go)
    }
    go()
  }
  try {
    const worker = new Worker(script)
    worker.onmessage = ({ data }) => finish(data)
    worker.onerror = onThisPage
    worker.postMessage(puzzle)
  } catch {
    onThisPage()
  }
}

if (typeof document === 'undefined') inWorker()
else onPage(document.currentScript.src)
