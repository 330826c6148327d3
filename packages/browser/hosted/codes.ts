/** Recovery codes come with the first thing that they can stand in for, and are shown this once, in place of its place. */
export function showCodes(place: HTMLElement, codes: readonly string[]): void {
  const template = document.querySelector<HTMLTemplateElement>('template[data-passkey-codes]')
  if (!template) return
  const shown = document.importNode(template.content, true)
  shown.querySelector('ol')?.append(
    ...codes.map((code) => {
      const item = document.createElement('li')
      item.append(document.createElement('code'))
      item.firstElementChild?.append(code)
      return item
    }),
  )
  const file = shown.querySelector<HTMLAnchorElement>('a[download]')
  if (file)
    file.href = `${file.href.replace(/(%0D%0A)*$/, '')}${encodeURIComponent(`\r\n\r\n${codes.join('\r\n')}\r\n`)}`
  const on = shown.querySelector<HTMLAnchorElement>('a[data-next]')
  if (on && place.dataset['next']) on.href = place.dataset['next']
  const heading = shown.querySelector<HTMLElement>('h2')
  ;(place.closest('[data-passkey-place]') ?? place).replaceWith(shown)
  heading?.focus()
}
