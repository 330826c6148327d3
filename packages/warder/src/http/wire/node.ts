/**
 * Node's `http` without what an import of it would load. An import reads every name of a module, and two of these, which have to do with
 * web sockets, bring in a client of the web and HTTP/2: 13 MiB and 40 ms that a server does without.
 */
export const http = process.getBuiltinModule('node:http')
