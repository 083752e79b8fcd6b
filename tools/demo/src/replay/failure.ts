/** Something that the person at the terminal can put right: told in one line, without a stack trace. */
export class ReplayFailure extends Error {
  override readonly name = 'ReplayFailure';
}
