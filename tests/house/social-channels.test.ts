// A place that forgets a channel posts to the wrong account, or to none. So a third channel is planted in a copy of the code, and the
// compiler must name every place that has to know it.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { channelProblems } from '#tools/house';

const root = join(import.meta.dirname, '..', '..');
const CHANNELS = 'functions/core/publication/publication.ts';
const MUST_KNOW = [
  'functions/adapters/post-world.ts',
  'functions/core/publication/channels.ts',
  'functions/core/social/compose-post.ts',
  'functions/core/social/held-post.ts',
  'functions/flow/restore/mark-posts-unknown.ts',
  'functions/local/memory/world.ts',
  'functions/web/desk/audit.ts',
  'functions/web/desk/desk.ts',
  'functions/web/desk/plan-view.ts',
  'functions/web/desk/publication-page.ts',
];

describe('a third social channel', () => {
  let copy = '';
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'channels-'));
    await cp(join(root, 'functions'), join(copy, 'functions'), { recursive: true });
    // Some commands of this machine lead to the tools that build.
    await cp(join(root, 'tools'), join(copy, 'tools'), { recursive: true });
    for (const there of ['node_modules', 'dist', 'package.json']) await symlink(join(root, there), join(copy, there));
    const { compilerOptions } = JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8')) as { compilerOptions: object };
    await writeFile(join(copy, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['functions'] }));
  });
  afterAll(() => rm(copy, { recursive: true }));

  test('a third social channel is asked for by the compiler in every file that must know it', { timeout: 60_000 }, async () => {
    const text = await readFile(join(copy, CHANNELS), 'utf8');
    const planted = text.replace("SOCIAL_CHANNELS = ['x', 'bluesky'] as const", "SOCIAL_CHANNELS = ['x', 'bluesky', 'third'] as const");
    expect(planted).not.toBe(text);
    await writeFile(join(copy, CHANNELS), planted);
    const said = await compile(copy);
    const files = said.flatMap((line) => /^(\S+?)\(\d+,\d+\): error/.exec(line)?.[1] ?? []);
    expect([...new Set(files)].sort()).toEqual(MUST_KNOW);
  });
});

test.each([
  "if (channel === 'x') return 1;",
  "const on = record.channel !== 'bluesky' ? a : b;",
  "return 'x' === channel ? a : b;",
  "if (channel == 'x') return 1;",
])('a comparison with one social channel is found, with its line: %s', (line) => {
  expect(channelProblems('functions/flow/a.ts', `// a\n${line}\n`)).toEqual([expect.stringContaining('functions/flow/a.ts:2: ')]);
  expect(channelProblems('tests/flow/a.test.ts', line)).toEqual([]);
});

test('a switch over all channels, a record of them and a comparison with email are allowed', () => {
  const text = "switch (channel) {\n  case 'x':\n}\nconst of = { x: 1, bluesky: 2 };\nif (channel !== 'email') post(channel);\n";
  expect(channelProblems('functions/flow/a.ts', text)).toEqual([]);
});

/** What the compiler says, by line. */
async function compile(folder: string): Promise<string[]> {
  const tsc = join(root, 'node_modules', '.bin', 'tsc');
  return new Promise((resolve) => {
    execFile(tsc, ['-p', folder, '--pretty', 'false'], { cwd: folder }, (_, stdout) => resolve(stdout.split('\n')));
  });
}
