import { html, type Html } from './html.ts'

const shapes = {
  shield: html`<path d="M12 3l7 3v5c0 4.6-2.9 8.2-7 10-4.1-1.8-7-5.4-7-10V6z" /><path
      d="M9 11.5l2.2 2.2L15.2 9.7"
    />`,
  check: html`<path d="M5 12.5l4.5 4.5L19 7.5" />`,
  info: html`<circle cx="12" cy="12" r="9" /><path d="M12 11v5M12 8h.01" />`,
  alert: html`<path d="M12 4L2.8 20h18.4zM12 10v4M12 17h.01" />`,
  mail: html`<rect x="3" y="5" width="18" height="14" rx="2" /><path d="M3.5 7l8.5 6 8.5-6" />`,
  phone: html`<rect x="7" y="2.5" width="10" height="19" rx="2.5" /><path d="M11 18h2" />`,
  device: html`<rect x="4" y="5" width="16" height="11" rx="2" /><path d="M2 20h20" />`,
  person: html`<circle cx="12" cy="8" r="4" /><path d="M4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6" />`,
  application: html`<rect x="4" y="4" width="16" height="16" rx="4" /><path d="M9 9h6v6H9z" />`,
  list: html`<path d="M5 4h14v16H5zM9 9h6M9 13h6M9 17h3" />`,
  door: html`<path d="M14 4H6v16h8M10 12h10M16.5 8.5L20 12l-3.5 3.5" />`,
  building: html`<path d="M5 21V4h10v17M15 9h4v12M3 21h18M8.5 8h3M8.5 12h3M8.5 16h3" />`,
  key: html`<rect x="9" y="2.5" width="6" height="19" rx="3" /><path d="M12 6.5h.01" />`,
  code: html`<path d="M8 8l-4.5 4L8 16M16 8l4.5 4L16 16M13.5 5l-3 14" />`,
  agent: html`<rect x="4" y="8" width="16" height="11" rx="3" /><path d="M12 8V4.5M9 13h.01M15 13h.01" /><circle
      cx="12"
      cy="3.5"
      r="1"
    />`,
  link: html`<path d="M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1" />`,
  settings: html`<path d="M4 7h9M19 7h1M4 17h1M11 17h9" /><circle cx="16" cy="7" r="3" /><circle cx="8" cy="17" r="3" />`,
  clock: html`<circle cx="12" cy="12" r="9" /><path d="M12 7v5l3 2" />`,
} as const

export type IconName = keyof typeof shapes

/** A line drawing in the colour of the text around it. Words carry the meaning, so it is hidden from screen readers. */
export function icon(name: IconName): Html {
  return html`<svg class="i" viewBox="0 0 24 24" aria-hidden="true">${shapes[name]}</svg>`
}
