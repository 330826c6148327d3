import type { Route } from '../../../packages/warder/src/http/router.ts'

/** What is known of a row before the code of its area is loaded, and the names of what is not. */
export type Known = { row: Omit<Route, 'run'>; late: readonly string[] }

/**
 * The rows of an area whose code is loaded when one of them is called first. Calls that come meanwhile wait for the same loading;
 * one that fails is an error of those calls, and the next one tries again.
 */
export function lateArea(load: () => Promise<readonly Route[]>, known: readonly Known[]): readonly Route[] {
  let area: readonly Route[] | undefined
  let loading: Promise<readonly Route[]> | undefined
  const loaded = async () => {
    loading ??= load().finally(() => (loading = undefined))
    return (area = await loading)
  }
  return known.map(({ row, late }, at) => {
    const call = (name: string, args: unknown[]) => {
      const go = (rows: readonly Route[]) => functionOf(rows[at], row, name)(...args)
      return area ? go(area) : loaded().then(go)
    }
    const functions = late.map((name) => [name, (...args: unknown[]) => call(name, args)])
    return { ...row, ...Object.fromEntries(functions) } as Route // what is no data of a row is one of its functions
  })
}

/** The table was made of these very rows; were it not, a call would be answered by another. */
function functionOf(
  found: Route | undefined,
  row: Known['row'],
  name: string,
): (...args: unknown[]) => unknown {
  if (found?.method !== row.method || found.path !== row.path) {
    throw new Error(`the table of routes has ${row.method} ${row.path}, and its area has not`)
  }
  return Reflect.get(found, name) as (...args: unknown[]) => unknown // listed because it is one
}
