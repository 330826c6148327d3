import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findProgram } from './find-program.ts'
import type { Part } from './install.ts'

/** An identity provider that others wrote. Only found here: each test starts one, with the web server of PHP. */
export const simplesamlphp: Part = {
  name: 'SimpleSAMLphp',
  packages: ['simplesamlphp', 'php-cli', 'php-xml'],
  find: () => {
    const php = findProgram(['php'])
    const readsXml = php && spawnSync(php, ['-r', 'exit(class_exists("DOMDocument") ? 0 : 1);']).status === 0
    return readsXml && existsSync('/usr/share/simplesamlphp/www/_include.php') ? php : undefined
  },
}
