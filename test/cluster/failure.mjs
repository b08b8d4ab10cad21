// @ts-check

/** Something the person at the keyboard can mend. Its message is one sentence, printed without a stack. */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode] 2 when the machine lacks something, 1 otherwise
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
