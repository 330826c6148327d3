/** What is there already, or will be. Where the database is in this process there is nothing to wait for. */
export type Maybe<T> = T | Promise<T>

/**
 * Goes on with a value, at once where it is there. On the path of every request this stands in for `await`, which lets
 * everybody else take a turn first, each time.
 */
export function after<T, R>(value: Maybe<T>, step: (value: T) => Maybe<R>): Maybe<R> {
  return value instanceof Promise ? value.then(step) : step(value)
}

/** What is loaded when it is asked for first, and is there at once from then on. */
export function later<T>(load: () => Promise<T>): () => Maybe<T> {
  let there: T | undefined
  return () => there ?? load().then((loaded) => (there = loaded))
}
