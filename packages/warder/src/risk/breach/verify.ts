import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { ConfigError } from '../../config/problem.ts'
import { openFilter } from './filter.ts'
import { header_bytes, type Shape } from './format.ts'

/** Reads the whole file, which the start of a server does not. @throws ConfigError when any of it is damaged */
export async function verifyFilter(path: string): Promise<Shape> {
  const { shape, body_sum, close } = openFilter(path, path)
  close()
  const sum = createHash('sha256')
  for await (const chunk of createReadStream(path, { start: header_bytes })) sum.update(chunk as Buffer)
  if (sum.digest().equals(body_sum)) return shape
  throw new ConfigError([
    { where: path, problem: 'is damaged', remedy: 'Make it again with warder breach build' },
  ])
}
