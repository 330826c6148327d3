/** An address as somebody may see it who need not know it: enough to recognise one's own. */
export function masked(email: string): string {
  const at = email.lastIndexOf('@')
  const [first = ''] = email
  return `${first}•••${email.slice(at)}`
}
