import * as z from 'zod'
import { check, readJson, readOptionalJson } from '../http/body.ts'
import { json, type Answer } from '../http/answer.ts'
import { stateIn } from '../http/conditional.ts'
import { unlimited, type Limit } from '../http/limit.ts'
import { pageAsked } from '../http/paging.ts'
import { onceOnly } from '../http/repeats/once.ts'
import { route, type Call, type Method, type Route } from '../http/router.ts'
import { administrator, adminOf, type Admin, type AdminCaller } from './administrator.ts'
import type { AdminPermission } from './permissions.ts'

/** What a row of administration asks of whoever calls it. */
export type Needs = {
  permission: AdminPermission
  /** What gives somebody power, or cannot be undone, is done by somebody who has just shown who they are. */
  recent?: true
  /** It changes something that is shown with an ETag, and has to say which state of it. */
  state?: true
  limit?: Limit
}

export type Work = {
  /** What is sent, where something is. */
  body?: z.ZodType
  /** It may be left out. */
  optional?: true
  /** What a list may be asked for, beside its page. */
  query?: z.ZodObject
  run: (by: Admin, input: unknown, call: Call<AdminCaller>) => Promise<Answer>
}

type Run<I> = (by: Admin, input: I, call: Call<AdminCaller>) => Promise<Answer>

/** What a row does without a body. */
export function work(run: Run<undefined>): Work {
  return { run: (by, _input, call) => run(by, undefined, call) }
}

/** The same with a body, which has been read and checked. */
export function workOn<S extends z.ZodType>(body: S, run: Run<z.output<S>>): Work {
  return { body, run: (by, input, call) => run(by, input as z.output<S>, call) } // the row below reads it so
}

export type Page = { limit: number; cursor: string | undefined }

/**
 * A page of a list.
 *
 * @param cursorForm what its cursors look like
 * @param query what else it may be asked for
 */
export function listing<S extends z.ZodObject>(
  cursorForm: RegExp,
  query: S,
  list: (by: Admin, asked: z.output<S> & Page, call: Call<AdminCaller>) => Promise<unknown>,
): Work {
  return {
    query,
    run: async (by, _input, call) => {
      const { searchParams } = call.url
      const asked = {
        ...check(query, Object.fromEntries(searchParams)),
        ...pageAsked(searchParams, cursorForm),
      }
      return json(await list(by, asked, call))
    },
  }
}

/** For a list that is asked for nothing but a page. */
export const nothing = z.object({})

/**
 * Makes something, once for each `Idempotency-Key`. `make` notes what it made, by `by.made`, in the transaction that makes it.
 *
 * @param show what was made, as it is now and without what is told once
 */
export function making<S extends z.ZodType>(
  body: S,
  make: Run<z.output<S>>,
  show: (by: Admin, id: string, call: Call<AdminCaller>) => Promise<unknown>,
): Work {
  return workOn(body, (by, input, call) =>
    onceOnly(call, {
      // A key of somebody is another caller than they are.
      caller: by.by_key.api_key ?? by.who.actor ?? '',
      input,
      make: (made) => make({ ...by, made }, input, call),
      show: (id) => show(by, id, call),
    }),
  )
}

/** A row of administration, which the console has pages for. */
export type AdminRow = Route & { needs: Needs; load: () => Promise<Work> }

/** One row of a table of administration: what it does is loaded by the first who calls it. */
export function administration(
  method: Method,
  path: string,
  needs: Needs,
  load: () => Promise<Work>,
): AdminRow {
  const { permission, recent, state, limit = unlimited } = needs
  const row = route(method, path, limit, administrator(permission), 'problem', async (call) => {
    const by = adminOf(call, state && stateIn(call.request))
    if (recent) by.fresh()
    const { body, optional, run } = await load()
    const read = optional ? readOptionalJson : readJson
    return run(by, body && (await read(call.request, body)), call)
  })
  const described = async () => {
    const { body, optional, query } = await load()
    return { body, optional, query }
  }
  return { ...row, permission, recent: recent === true, state: state === true, described, needs, load }
}

/** What a path names. */
export const idIn = ({ params }: Pick<Call, 'params'>): string => params['id'] ?? ''

/** What a path names within that. */
export const partIn = ({ params }: Pick<Call, 'params'>): string => params['part'] ?? ''

/** Without what is undefined, which a schema gives where nothing was sent. */
export function given<T extends object>(input: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> } // the same names
}
