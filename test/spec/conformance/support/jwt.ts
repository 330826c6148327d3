/** The header of a JWT, read without checking it. */
export function headerOf(token: string): { alg: string; kid?: string; typ?: string } {
  const [header = ''] = token.split('.')
  return JSON.parse(Buffer.from(header, 'base64url').toString()) as {
    alg: string
    kid?: string
    typ?: string
  }
}
