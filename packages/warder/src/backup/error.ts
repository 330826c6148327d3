/** Why there is no copy, or nothing was restored: a sentence for whoever runs this. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  readonly code: 'file' | 'not_here' | 'not_empty'

  constructor(code: BackupError['code'], message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}
