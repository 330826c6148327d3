import type { Seconds } from '@warder/protocol'
import { checkbox, choice, csrfField, field, form, submit, type Errors } from '../../form.ts'
import { html, outside, type Html, type Part } from '../../html.ts'
import { icon } from '../../icons.ts'
import { notice } from '../../notice.ts'
import { spokenTime, time } from '../../times.ts'
import { accountLayout, nothing, section, type AccountFrame } from '../layout.ts'
import type { PageWords } from '../../words/words.ts'
import { connectionTag, connectPath, lastUse } from './list.ts'

export type ProgramRow = {
  id: string
  /** Undefined for one that is gone, or is a service account. */
  name: string | undefined
  methods: readonly string[]
  hand_over: boolean
  last_used_at: Seconds | null
}

/** What a program did with a connection, or tried. */
export type Deed = {
  kind: 'called' | 'token' | 'refused' | 'failed'
  program: string
  when: Seconds
  method?: string | undefined
  url?: string | undefined
}

export type ConnectionView = AccountFrame & {
  connection: {
    id: string
    provider: string
    title: string
    status: 'active' | 'reconnect_required'
    scopes: readonly string[]
    connected_at: Seconds
    last_used_at: Seconds | null
  }
  programs: readonly ProgramRow[]
  /** What may be chosen from to use it as well. */
  known: readonly { id: string; name: string; kind: 'agent' | 'application' }[]
  deeds: readonly Deed[]
  /** Whether its person typed in what opens it. */
  typed: boolean
  /** Whether a program may have what opens it itself. */
  handed_over: boolean
  errors: Errors<'program'>
  /** What was wrong and concerns no field. */
  whole?: string | undefined
}

/** `/account/connections/{id}`: posts to `…/programs`, `…/programs/remove` and `…/disconnect`. */
export function connectionPage(view: ConnectionView): string {
  const { connection, programs, deeds, now, whole, errors, words } = view
  const said = words.account.connections.one
  const path = `/account/connections/${encodeURIComponent(connection.id)}`
  return accountLayout(
    view,
    {
      path: '/account/connections',
      title: connection.title,
      lead: said.lead(spokenTime(connection.connected_at, now, words)),
      failed: whole !== undefined || errors.program !== undefined,
    },
    html`${whole !== undefined && notice('bad', whole)}
    ${connection.status === 'reconnect_required' && connectAgain(view)}
    ${section(
      said.programs,
      html`${
        programs.length === 0
          ? nothing(said.noneYet)
          : programs.map((program) => programRow(program, path, view))
      }
        <div class="pad">${allowForm(view, path)}</div>`,
    )}
    ${section(said.done, deeds.length === 0 ? nothing(said.nothing) : html`${deeds.map((deed) => deedRow(deed, view))}`)}
    ${section(said.access, access(view))}
    ${section(
      said.disconnect,
      html`<div class="pad">
        <form class="stack" method="post" action="${path}/disconnect">
          ${csrfField(view.csrf)}
          <p>${said.disconnectText}</p>
          <div><button class="button danger" type="submit">${said.disconnectIt}</button></div>
        </form>
      </div>`,
    )}
      <p><a href="/account/connections">${said.back}</a></p>`,
  )
}

function connectAgain({ connection, words }: ConnectionView): Html {
  const { provider, title } = connection
  const said = words.account.connections.one
  return html`<div class="pad stack tight">
    ${notice('bad', said.notTaken(title))}
    <p><a class="button primary" href="${connectPath(provider)}">${said.connectAgain(title)}</a></p>
  </div>`
}

function access(view: ConnectionView): Html {
  const { connection, typed, words } = view
  const { scopes, provider } = connection
  const said = words.account.connections.one
  return html`<div class="pad stack tight">
    <p>${connectionTag(words, connection)} <span class="soft">${usedLast(view)}</span></p>
    <dl class="facts">
      <div>
        <dt>${said.allowed}</dt>
        <dd>${allowedThere(words, scopes, typed)}</dd>
      </div>
    </dl>
    ${typed && html`<p><a href="${connectPath(provider)}">${said.typeAnother}</a></p>`}
  </div>`
}

function usedLast({ connection, now, words }: ConnectionView): Html {
  const { wasNeverUsed, wasLastUsed } = words.account.connections.one
  const { last_used_at } = connection
  return last_used_at === null
    ? html`${wasNeverUsed}`
    : html`${wasLastUsed} ${time(last_used_at, now, words)}.`
}

function allowedThere({ account }: PageWords, scopes: readonly string[], typed: boolean): Part {
  const { whateverTyped, whateverGiven } = account.connections.one
  if (typed) return whateverTyped
  if (scopes.length === 0) return whateverGiven
  return html`${scopes.map((scope) => html`<code>${scope}</code> `)}`
}

function programRow(program: ProgramRow, path: string, { csrf, now, words }: ConnectionView): Html {
  const said = words.account.connections.one
  const { id, name, methods, hand_over } = program
  return html`<div class="row">
    <span class="glyph">${icon('agent')}</span>
    <div>
      <b>${name === undefined ? html`<code>${id}</code>` : outside(name)}</b>
      ${hand_over && html`<span class="tag">${said.mayHaveToken}</span>`}<br />
      <small>${methods.length === 0 ? said.anyCall : said.only(methods.join(', '))} · ${lastUse(words, program, now)}</small>
    </div>
    <form method="post" action="${path}/programs/remove">
      ${csrfField(csrf)}<input type="hidden" name="program" value="${id}" />
      <button class="button small danger" type="submit" aria-label="${said.stopIt(name ?? id)}">${said.stop}</button>
    </form>
  </div>`
}

function allowForm(view: ConnectionView, path: string): Html {
  const { known, errors, words } = view
  const said = words.account.connections.one
  const options = known.map(({ id, name, kind }) => ({ value: id, label: said[kind](name) }))
  return form(
    `${path}/programs`,
    view,
    html`${
      options.length > 0 &&
      choice({
        name: 'known',
        label: said.let,
        options: [{ value: '', label: said.choose }, ...options],
        value: '',
      })
    }
    ${field({
      type: 'text',
      name: 'program',
      label: options.length > 0 ? said.orId : said.byId,
      hint: said.idHint,
      autocomplete: 'off',
      error: errors.program,
      autofocus: errors.program !== undefined,
    })}
    ${checkbox({ name: 'read_only', label: said.readOnly, ticked: true })}
    ${view.handed_over && checkbox({ name: 'hand_over', label: said.handOver, ticked: false })}
    ${submit(said.submit)}`,
  )
}

function deedRow({ kind, program, when, method, url }: Deed, { now, words }: ConnectionView): Html {
  const said = words.account.connections.one[kind]
  const warning = kind === 'refused' || kind === 'failed'
  return html`<div class="row">
    <span class="glyph${warning && ' warn'}">${icon(warning ? 'alert' : 'clock')}</span>
    <div>
      <b>${method === undefined ? said : html`${words.everyPage.labelled(said)} ${method}`}</b>${url !== undefined && html`<br />${outside(url)}`}<br />
      <small>${outside(program)} · ${time(when, now, words)}</small>
    </div>
  </div>`
}
