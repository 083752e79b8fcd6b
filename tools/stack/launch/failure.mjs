/** Something the person at the terminal can act on: its message is one line and is all they are shown. */
export class Failure extends Error {
  name = 'Failure';
}
