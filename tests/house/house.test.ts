import { describe, expect, test } from 'vitest';
import { nameProblem, pathProblems } from '#tools/house';

describe('a name that says nothing is refused', () => {
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
  ])('%s', (file) => {
    expect(nameProblem(file)).toContain(file);
  });
});

test.each(['functions/core/site/ics-timezone.ts', 'functions/core/commonplace.ts', 'functions/web/indexing.ts', 'content/posts/types.md'])(
  '%s is a name',
  (file) => {
    expect(nameProblem(file)).toBeUndefined();
  },
);

test('a path of one machine is found, with its line', () => {
  const text = 'one\nconst data = "/home/jo/newsroom";\ncd /opt/checkout && ls\n';
  expect(pathProblems('docs/a.md', text, ['/opt/checkout'])).toEqual([
    'docs/a.md:2: "/home/" is a path of one machine.',
    'docs/a.md:3: "/opt/checkout" is a path of one machine.',
  ]);
});

test('a path inside the project or of every machine is none', () => {
  expect(pathProblems('docs/a.md', 'content/posts/a.md and /tmp/x and https://example.org/root/', ['/opt/checkout'])).toEqual([]);
});
