import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  CORE_ORDER,
  houseProblems,
  longCommentProblems,
  mentionProblems,
  nameProblem,
  orderProblems,
  pageProblems,
  pathProblems,
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

describe('a folder of the core imports only folders before it in the order', () => {
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

  test.each(['functions/core/a.ts', 'functions/core/shared/a.ts'])(
    'the file %s is reported because it is in no folder of the order',
    (file) => {
      expect(orderProblems(file, '')).toHaveLength(1);
    },
  );

  test('the order of the core names exactly the existing folders', () => {
    expect(readdirSync('functions/core').sort()).toEqual(CORE_ORDER.toSorted());
  });

  test('the house rules, which `npm run check` runs, notice a violation in a file that is not committed yet, and a file that git ignores', async () => {
    const root = mkdtempSync(join(tmpdir(), 'house-'));
    try {
      execFileSync('git', ['init', '--quiet'], { cwd: root });
      mkdirSync(join(root, 'functions', 'core', 'time'), { recursive: true });
      writeFileSync(join(root, 'functions', 'core', 'time', 'a.ts'), "import { b } from '#core/rules/rules';\n");
      expect(await houseProblems(root)).toEqual([expect.stringMatching(/^functions\/core\/time\/a\.ts:1: /)]);
      writeFileSync(join(root, '.gitignore'), 'core/\n');
      expect(await houseProblems(root)).toEqual([expect.stringMatching(/^functions\/core\/time\/a\.ts: git ignores this file/)]);
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
  ])('a server that is opened without the guard of loopback.ts is reported with its line: %s', (line) => {
    const [problem, ...others] = serverProblems('functions/local/stand-ins/new.ts', `// new\n${line}`);
    expect(others).toEqual([]);
    expect(problem).toContain('functions/local/stand-ins/new.ts:2: ');
  });

  test('the guard of loopback.ts itself, and a server that it opens, are allowed', () => {
    expect(serverProblems('functions/local/stand-ins/loopback.ts', 'server.listen(0)')).toEqual([]);
    expect(serverProblems('functions/local/ses/a.ts', 'onLoopback(() =>\n  startFauxqs({}));\nlistenOnLoopback(answer);')).toEqual([]);
  });
});

describe('a file that a comment or a page names exists', () => {
  const known = new Set(['functions/core/plan/plan.ts', 'docs/flow.md']);

  test.each([
    ['// The rules are in core/plan/quiet.ts.', 'core/plan/quiet.ts'],
    ['[how](docs/gone.md)', 'docs/gone.md'],
    ["import('functions/flow/tick.ts')", 'functions/flow/tick.ts'],
  ])('a file that does not exist is reported where it is named: %s', (line, path) => {
    expect(mentionProblems('docs/a.md', `one\n${line}`, known)).toEqual([
      `docs/a.md:2: "${path}" does not exist. Name the file that it has become, or none.`,
    ]);
  });

  test('a file that exists, and a name that stands for any name, may be named', () => {
    const text = 'core/plan/plan.ts functions/core/plan/plan.ts docs/flow.md tests/contracts/PORT.contract.ts https://x.org/docs/a.md';
    expect(mentionProblems('docs/a.md', text, known)).toEqual([]);
  });
});

test('a README of more than 90 lines is reported, and so is an entry to the simulation of more than 50', () => {
  expect(pageProblems('README.md', 'a\n'.repeat(90))).toEqual([]);
  expect(pageProblems('README.md', 'a\n'.repeat(91))).toHaveLength(1);
  expect(pageProblems('tests/simulation/README.md', 'a\n'.repeat(51))).toHaveLength(1);
  expect(pageProblems('docs/flow.md', 'a\n'.repeat(200))).toEqual([]);
});

test('a comment line of more than 140 characters is reported with its line, and a long line of code is not', () => {
  const long = 'x'.repeat(140);
  const text = `/** ${long} */\nconst a = '${long}'; // b\n  // ${long}\n/**\n * ${long}\n */\n`;
  expect(longCommentProblems('functions/a.ts', text).map((problem) => problem.split(': ')[0])).toEqual([
    'functions/a.ts:1',
    'functions/a.ts:3',
    'functions/a.ts:5',
  ]);
  expect(longCommentProblems('docs/a.md', text)).toEqual([]);
});
