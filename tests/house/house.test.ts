import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  CORE_ORDER,
  houseProblems,
  mentionProblems,
  nameProblem,
  orderProblems,
  pathProblems,
  returnTypeProblems,
  serverProblems,
} from '#tools/house';

describe('a file name that says nothing is refused', () => {
  test.each([
    'functions/core/utils.ts',
    'functions/flow/mail-helpers.ts',
    'functions/web/helper.ts',
    'functions/core/types.ts',
    'functions/core/story-types.ts',
    'cdk/common.ts',
    'functions/adapters/index.ts',
    'functions/core/plan-v2.ts',
    'tests/flow/helpers.setup.ts',
    'templates/email/common.hbs',
  ])('the file name %s is refused', (file) => {
    expect(nameProblem(file)).toContain(file);
  });
});

test.each(['functions/core/site/ics-timezone.ts', 'functions/core/commonplace.ts', 'functions/web/indexing.ts', 'content/posts/types.md'])(
  'the file name %s is allowed',
  (file) => {
    expect(nameProblem(file)).toBeUndefined();
  },
);

test('a path of one machine is reported with its line', () => {
  const text = 'one\nconst data = "/home/jo/newsroom";\ncd /opt/checkout && ls\n';
  expect(pathProblems('docs/a.md', text, ['/opt/checkout'])).toEqual([
    'docs/a.md:2: "/home/" is a path of one machine.',
    'docs/a.md:3: "/opt/checkout" is a path of one machine.',
  ]);
});

test('a path inside the project or of every machine is allowed', () => {
  expect(pathProblems('docs/a.md', 'content/posts/a.md and /tmp/x and https://example.org/root/', ['/opt/checkout'])).toEqual([]);
});

describe('a folder of the core imports only folders that stand before it in the order', () => {
  test.each([
    ["import { a } from '#core/plan/plan';", 'plan'],
    ["import type { A } from '#core/email/subject';", 'email'],
    ["const { a } = await import('#core/delivery/ledger');", 'delivery'],
    ["export { a } from '#core/nowhere/a';", 'nowhere'],
  ])('a file of core/story with the line %s is reported with its line number', (line, wanted) => {
    const [problem, ...others] = orderProblems('functions/core/story/a.ts', `// a\n${line}\n`);
    expect(others).toEqual([]);
    expect(problem).toContain(`functions/core/story/a.ts:2: core/story may not import core/${wanted}.`);
  });

  test('a folder of the core may import its own files and those of earlier folders, and other rings are not checked', () => {
    const text = "import { a } from '#core/story/slug';\nimport { b } from '#core/text/lines';\n";
    expect(orderProblems('functions/core/story/a.ts', text)).toEqual([]);
    expect(orderProblems('functions/flow/email/a.ts', "import { a } from '#core/plan/plan';")).toEqual([]);
  });

  test.each(['functions/core/a.ts', 'functions/core/shared/a.ts'])('%s is reported because it is in no folder of the order', (file) => {
    expect(orderProblems(file, '')).toHaveLength(1);
  });

  test('the order of the core names exactly the existing folders', () => {
    expect(readdirSync('functions/core').sort()).toEqual(CORE_ORDER.toSorted());
  });

  test('the house rules, which `npm run check` runs, notice a violation in a file that is not committed yet', async () => {
    const root = mkdtempSync(join(tmpdir(), 'house-'));
    try {
      execFileSync('git', ['init', '--quiet'], { cwd: root });
      mkdirSync(join(root, 'functions', 'core', 'time'), { recursive: true });
      writeFileSync(join(root, 'functions', 'core', 'time', 'a.ts'), "import { b } from '#core/rules/rules';\n");
      expect(await houseProblems(root)).toHaveLength(1);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe('a server is opened behind the guard of loopback.ts', () => {
  test.each([
    "server.listen(0, '127.0.0.1');",
    'const server = createServer(answer);',
    'const server = new Server(answer);',
    "import { serve } from '@hono/node-server';",
    'const fauxqs = await startFauxqs({ port: 0 });',
  ])('a server that is opened past it is reported with its line: %s', (line) => {
    const [problem, ...others] = serverProblems('functions/local/stand-ins/new.ts', `// new\n${line}`);
    expect(others).toEqual([]);
    expect(problem).toContain('functions/local/stand-ins/new.ts:2: ');
  });

  test('the guard itself, and what goes through it, is allowed', () => {
    expect(serverProblems('functions/local/stand-ins/loopback.ts', 'server.listen(0)')).toEqual([]);
    expect(serverProblems('functions/local/ses/a.ts', 'onLoopback(() =>\n  startFauxqs({}));\nlistenOnLoopback(answer);')).toEqual([]);
  });
});

describe('a file that a comment or a page names is there', () => {
  const known = new Set(['functions/core/plan/plan.ts', 'docs/flow.md']);

  test.each([
    ['// The rules are in core/plan/quiet.ts.', 'core/plan/quiet.ts'],
    ['[how](docs/gone.md)', 'docs/gone.md'],
    ["import('functions/flow/tick.ts')", 'functions/flow/tick.ts'],
  ])('a file that is gone is found where it is named: %s', (line, path) => {
    expect(mentionProblems('docs/a.md', `one\n${line}`, known)).toEqual([
      `docs/a.md:2: "${path}" is not there. Name the file that it has become, or none.`,
    ]);
  });

  test('a file that is there, and a name that stands for any, may be named', () => {
    const text = 'core/plan/plan.ts functions/core/plan/plan.ts docs/flow.md tests/contracts/PORT.contract.ts https://x.org/docs/a.md';
    expect(mentionProblems('docs/a.md', text, known)).toEqual([]);
  });
});

describe('an exported function declares its return type', () => {
  test.each([
    'export function one(a: { b: string }, c = [1]) {\n  return c;\n}',
    'export async function one<V extends string>(\n  a: V,\n) {\n  return a;\n}',
    'export const one = (a: number) => a + 1;',
  ])('an exported function that does not is found, with its line: %s', (text) => {
    expect(returnTypeProblems('functions/core/text/a.ts', `// a\n${text}\n`)).toEqual([
      'functions/core/text/a.ts:2: "one" declares no return type. Write it after the parameters.',
    ]);
  });

  test('a function that does, one that is not exported, and a value in brackets are right', () => {
    const text = 'export function one(a: (b: string) => void): void {}\nfunction two() {}\nexport const three = (1 + 2) * 3;\n';
    expect(returnTypeProblems('functions/core/text/a.ts', text)).toEqual([]);
    expect(returnTypeProblems('tests/a.ts', 'export function one() {}')).toEqual([]);
  });
});
