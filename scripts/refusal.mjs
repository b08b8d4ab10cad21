/** Something the person at the keyboard can mend: its message is the whole output, without a stack. */
export class Refusal extends Error {
  /** @param {string} message @param {number} [exitCode] 2: the machine lacks something; 1: something failed */
  constructor(message, exitCode = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a command's main function: a Refusal is printed as its message, everything else with its stack.
 * @param {() => Promise<number>} main gives the exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    process.exitCode = error instanceof Refusal ? error.exitCode : 1;
  }
}
