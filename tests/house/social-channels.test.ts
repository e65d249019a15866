// Code that does not know a channel posts to the wrong account, or to none. So a third channel is planted in a copy of the code, and the
// compiler must name every file that has to know it.
import { expect, test } from 'vitest';
import { filesNamedByTheCompiler } from '#tests/house/planted-copy';
import { channelProblems } from '#tools/house';

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

test('a third social channel is asked for by the compiler in every file that must know it', { timeout: 60_000 }, async () => {
  const text = "SOCIAL_CHANNELS = ['x', 'bluesky'] as const";
  expect(await filesNamedByTheCompiler(CHANNELS, text, text.replace(']', ", 'third']"))).toEqual(MUST_KNOW);
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
