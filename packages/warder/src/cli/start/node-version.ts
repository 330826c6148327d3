/** The oldest Node that Warder runs on; package.json says the same to npm. */
export const leastNode = '24.19.0'

/** What to do when this Node is too old, or undefined when it is not. */
export function oldNode(version: string): string | undefined {
  const parts = (text: string) => text.replace(/^v/, '').split('.').map(Number)
  const [have, need] = [parts(version), parts(leastNode)]
  for (const [at, least] of need.entries()) {
    const ours = have[at] ?? 0
    if (ours > least) return undefined
    if (ours < least)
      return `Warder needs Node ${leastNode} or newer and this is ${version}. Install it from https://nodejs.org.`
  }
  return undefined
}
