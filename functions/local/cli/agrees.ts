import { createInterface } from 'node:readline/promises';

/** Asks the person at the terminal. Nobody is there: nothing is done. */
export async function agrees(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    process.stdout.write('Nothing is changed yet. Add --yes to do it.\n');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} (y or n) `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
