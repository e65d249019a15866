// The work that one text may cause. It is counted in steps of the parser, so that the same text always gives the same answer.
import type { MarkdownIt as Parser } from 'markdown-it';
import { say } from '#core/markdown/findings';
import { Unreadable } from '#core/parsing/unreadable';

/** Prose of 100,000 characters needs 10,000 steps, a list of 25,000 items 125,000; 300,000 take up to two seconds. */
const MOST_STEPS = 300_000;
/** The parser leaves out what is nested 100 levels deep. */
const DEEPEST_LEVEL = 60;

const TOO_MUCH = 'The text has so many brackets, quotes, lists or comments that it cannot be read. Write it more simply.';

/** What `env.work` is while a text is parsed. */
export class Work {
  steps = 0;
}

export function workLimit(md: Parser): void {
  const block = ['paragraph', 'reference', 'blockquote', 'list', 'table'];
  md.block.ruler.before(
    'table',
    'work',
    (state, line, _end, silent) => {
      step(state.env);
      if (!silent && state.level >= DEEPEST_LEVEL)
        say(state.env, {
          line: line + 1,
          about: 'depth',
          sentence: 'This line has too many quotes or lists around it to be shown. Take some of them away.',
        });
      return false;
    },
    { alt: block },
  );
  md.inline.ruler.before('text', 'work', (state) => {
    step(state.env);
    return false;
  });
}

function step(env: object): void {
  if (!('work' in env) || !(env.work instanceof Work)) return;
  env.work.steps += 1;
  if (env.work.steps > MOST_STEPS) throw new Unreadable(TOO_MUCH);
}

/** Returns an `env` for parsing the same text once more, whose work counts too. */
export function workOf(env: object): { work?: unknown } {
  return 'work' in env ? { work: env.work } : {};
}
