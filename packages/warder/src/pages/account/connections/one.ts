import type { Seconds } from '@warder/protocol'
import { checkbox, choice, csrfField, field, form, submit, type Errors } from '../../form.ts'
import { html, outside, type Html, type Part } from '../../html.ts'
import { icon } from '../../icons.ts'
import { notice } from '../../notice.ts'
import { spokenTime, time } from '../../times.ts'
import { accountLayout, nothing, section, type AccountFrame } from '../layout.ts'
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
  const { connection, programs, deeds, now, whole, errors } = view
  const path = `/account/connections/${encodeURIComponent(connection.id)}`
  return accountLayout(
    view,
    {
      path: '/account/connections',
      title: connection.title,
      lead: `Connected ${spokenTime(connection.connected_at, now)}. Programs use it only if you let them, and you see each use.`,
      failed: whole !== undefined || errors.program !== undefined,
    },
    html`${whole !== undefined && notice('bad', whole)}
    ${connection.status === 'reconnect_required' && connectAgain(connection)}
    ${section(
      'Programs that may use it',
      html`${
        programs.length === 0
          ? nothing('None yet.')
          : programs.map((program) => programRow(program, path, view))
      }
        <div class="pad">${allowForm(view, path)}</div>`,
    )}
    ${section('What was done', deeds.length === 0 ? nothing('Nothing so far.') : html`${deeds.map((deed) => deedRow(deed, now))}`)}
    ${section('Access there', access(view))}
    ${section(
      'Disconnect',
      html`<div class="pad">
        <form class="stack" method="post" action="${path}/disconnect">
          ${csrfField(view.csrf)}
          <p>
            Nothing is done with it any more, by no program. A token that a program was given before works until it ends.
          </p>
          <div><button class="button danger" type="submit">Disconnect this service</button></div>
        </form>
      </div>`,
    )}
      <p><a href="/account/connections">Back to connections</a></p>`,
  )
}

function connectAgain({ provider, title }: ConnectionView['connection']): Html {
  return html`<div class="pad stack tight">
    ${notice('bad', `${title} does not take this connection any more.`)}
    <p><a class="button primary" href="${connectPath(provider)}">Connect ${outside(title)} again</a></p>
  </div>`
}

function access({ connection, typed, now }: ConnectionView): Html {
  const { scopes, provider } = connection
  return html`<div class="pad stack tight">
    <p>${connectionTag(connection)} <span class="soft">It was ${lastUse(connection, now)}.</span></p>
    <dl class="facts">
      <div>
        <dt>Allowed there</dt>
        <dd>${allowedThere(scopes, typed)}</dd>
      </div>
    </dl>
    ${typed && html`<p><a href="${connectPath(provider)}">Type in another one in its place</a></p>`}
  </div>`
}

function allowedThere(scopes: readonly string[], typed: boolean): Part {
  if (typed) return 'Whatever is possible with what you typed in'
  if (scopes.length === 0) return 'What the service gives by itself'
  return html`${scopes.map((scope) => html`<code>${scope}</code> `)}`
}

function programRow(program: ProgramRow, path: string, { csrf, now }: ConnectionView): Html {
  const { id, name, methods, hand_over } = program
  return html`<div class="row">
    <span class="glyph">${icon('agent')}</span>
    <div>
      <b>${name === undefined ? html`<code>${id}</code>` : outside(name)}</b>
      ${hand_over && html`<span class="tag">May have the token</span>`}<br />
      <small>${methods.length === 0 ? 'Any call' : `Only ${methods.join(', ')}`} · ${lastUse(program, now)}</small>
    </div>
    <form method="post" action="${path}/programs/remove">
      ${csrfField(csrf)}<input type="hidden" name="program" value="${id}" />
      <button class="button small danger" type="submit" aria-label="Stop ${name ?? id}">Stop</button>
    </form>
  </div>`
}

function allowForm(view: ConnectionView, path: string): Html {
  const { known, errors } = view
  const options = known.map(({ id, name, kind }) => ({ value: id, label: `${name} (${kind})` }))
  return form(
    `${path}/programs`,
    view,
    html`${
      options.length > 0 &&
      choice({
        name: 'known',
        label: 'Let a program use it',
        options: [{ value: '', label: 'Choose one' }, ...options],
        value: '',
      })
    }
    ${field({
      type: 'text',
      name: 'program',
      label: options.length > 0 ? 'Or its identifier' : 'Let a program use it, by its identifier',
      hint: 'Such as agt_… or svc_…',
      autocomplete: 'off',
      error: errors.program,
      autofocus: errors.program !== undefined,
    })}
    ${checkbox({ name: 'read_only', label: 'It may only read', ticked: true })}
    ${view.handed_over && checkbox({ name: 'hand_over', label: 'It may also have the access itself, and use it where I do not see that', ticked: false })}
    ${submit('Let it use this')}`,
  )
}

const said = {
  called: 'Called',
  token: 'Got the access itself',
  refused: 'Was refused',
  failed: 'Got no answer',
} as const

function deedRow({ kind, program, when, method, url }: Deed, now: Seconds): Html {
  const warning = kind === 'refused' || kind === 'failed'
  return html`<div class="row">
    <span class="glyph${warning && ' warn'}">${icon(warning ? 'alert' : 'clock')}</span>
    <div>
      <b>${said[kind]}${method !== undefined && `: ${method}`}</b>${url !== undefined && html`<br />${outside(url)}`}<br />
      <small>${outside(program)} · ${time(when, now)}</small>
    </div>
  </div>`
}
