/** The result of the first call; one that failed is tried again. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () =>
    (made ??= work().catch((error: unknown) => {
      made = undefined
      throw error
    }))
}
