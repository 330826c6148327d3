/** What a file begins with says what it is; what somebody says of it does not. SVG may hold scripts, and is none of these. */
const pictures: readonly [type: string, begins: RegExp][] = [
  ['image/png', /^\x89PNG\r\n[^]\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
]

/** Which kind of picture that is; undefined for what is none that pages show. */
export function pictureType(file: Uint8Array): string | undefined {
  const begin = Buffer.from(file.subarray(0, 16)).toString('latin1')
  return pictures.find(([, begins]) => begins.test(begin))?.[0]
}
