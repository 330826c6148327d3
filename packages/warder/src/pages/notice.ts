import { attributes, html, type Html, type Part } from './html.ts'
import { icon, type IconName } from './icons.ts'
import type { PageWords } from './words/words.ts'

export type Tone = 'plain' | 'good' | 'warn' | 'bad'

const toneIcons: Record<Tone, IconName> = { plain: 'info', good: 'check', warn: 'alert', bad: 'alert' }

/** The icon that goes with a tone. */
export function toneIcon(tone: Tone): Html {
  return icon(toneIcons[tone])
}

/** A sentence set apart. Bad news interrupts a screen reader, the rest waits for its turn. */
export function notice(tone: Tone, text: Part, id?: string): Html {
  const role = tone === 'bad' ? 'alert' : 'status'
  return html`<div${attributes({ class: `notice ${tone}`, role, id })}>
    ${toneIcon(tone)}
    <p>${text}</p>
  </div>`
}

/**
 * Everything that is wrong with a form, each line a link to its field. With a single mistake the sentence beside the
 * field is enough, and the field has the focus. `labels` are those of fields that not every form about a person has.
 */
export function errorSummary(
  { everyPage }: PageWords,
  errors: Readonly<Record<string, string | undefined>>,
  labels: Readonly<Record<string, string>> = everyPage.fields,
): Html {
  // A label that asks something has its mark already.
  const called = (label: string): string => (label.endsWith('?') ? label : everyPage.labelled(label))
  const wrong = Object.entries(errors).filter(([, text]) => text)
  if (wrong.length < 2) return html``

  return html`<div class="notice bad" role="alert">
    ${toneIcon('bad')}
    <div>
      <p>${everyPage.lookAgain}</p>
      <ul>
        ${wrong.map(([name, text]) => html`<li><a href="#${name}">${called(labels[name] ?? name)} ${text}</a></li>`)}
      </ul>
    </div>
  </div>`
}
