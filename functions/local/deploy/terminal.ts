import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** The person at the terminal. Answers are undefined when nobody is there to give them. */
export type Terminal = {
  say(text: string): void;
  /** Asks for a line. `suggested` is taken when nothing is typed. */
  ask(question: string, suggested?: string): Promise<string | undefined>;
  /** The same without showing what is typed. */
  askSecretly(question: string): Promise<string | undefined>;
  /** Asks for a yes. Nobody is there: no. */
  agrees(question: string): Promise<boolean>;
};

/** `yes`: each question for a yes is answered by yes. */
export function openTerminal({ yes }: { yes: boolean }): Terminal {
  const isThere = process.stdin.isTTY === true;
  const asked = async (question: string, shown: boolean): Promise<string | undefined> => {
    if (!isThere) return undefined;
    const hidden = new Writable({ write: (_chunk, _encoding, next) => next() });
    if (!shown) process.stdout.write(question);
    const lines = createInterface({ input: process.stdin, output: shown ? process.stdout : hidden, terminal: true });
    // Ctrl+C ends the deployment; what has been done stays, and the next run goes on.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      return (await lines.question(shown ? question : '')).trim();
    } finally {
      lines.close();
      if (!shown) process.stdout.write('\n');
    }
  };
  return {
    say(text) {
      process.stdout.write(`${text}\n`);
    },
    async ask(question, suggested) {
      const answer = await asked(`${question}${suggested === undefined ? '' : ` [${suggested}]`}: `, true);
      return answer === '' ? suggested : answer;
    },
    askSecretly: (question) => asked(`${question} (it is not shown): `, false),
    async agrees(question) {
      if (yes) return true;
      return /^y(es)?$/i.test((await asked(`${question} (y or n) `, true)) ?? '');
    },
  };
}
