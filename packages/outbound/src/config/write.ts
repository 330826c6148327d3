import { OutboundError } from '../errors.ts'
import { readConfig } from './load.ts'

/** A credential, as it stands in a file. */
export type CredentialFields = { readonly [name: string]: string | readonly string[] | CredentialFields }

/**
 * The text of a configuration with one credential more. Everything else stays as it was written, comments too.
 *
 * @param file whose ending says which language it is
 * @throws OutboundError CONFIG_INVALID when there is one of this name, and with every problem of the result
 */
export async function withCredential(
  source: string,
  file: string,
  name: string,
  fields: CredentialFields,
): Promise<string> {
  const { definitions } = await readConfig(source, file)
  if (definitions.has(name))
    throw new OutboundError('CONFIG_INVALID', `there is a credential ${name} already`, {
      hint: 'Choose another name, or change the file.',
    })
  const text = file.endsWith('.json') ? inJson(source, name, fields) : await inYaml(source, name, fields)
  await readConfig(text, file)
  return text
}

function inJson(source: string, name: string, fields: CredentialFields): string {
  const whole = JSON.parse(source) as { credentials?: object } // it was just read
  return `${JSON.stringify({ ...whole, credentials: { ...whole.credentials, [name]: fields } }, null, 2)}\n`
}

async function inYaml(source: string, name: string, fields: CredentialFields): Promise<string> {
  const { isMap, parseDocument } = await import('yaml')
  const document = parseDocument(source)
  const all = document.get('credentials')
  // `{}` grows by lines from then on.
  if (isMap(all) && all.items.length === 0) all.flow = false
  document.setIn(['credentials', name], document.createNode(fields))
  return document.toString({ lineWidth: 0 })
}
