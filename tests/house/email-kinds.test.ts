// Code that does not know a kind of email sends it to the wrong readers, or with the wrong words. So another kind is planted in a copy of
// the code, and the compiler must name the files that CONTRIBUTING.md lists.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { filesNamedByTheCompiler } from '#tests/house/planted-copy';

const KINDS = 'functions/core/publication/publication.ts';
const MUST_KNOW = [
  'functions/core/email/compose-email.ts',
  'functions/core/email/email-frame.ts',
  'functions/core/email/subject.ts',
  'functions/core/publication/names.ts',
  'functions/core/subscriber/audience.ts',
  'functions/web/site/sent-emails.ts',
];

test('another kind of email is asked for by the compiler in every file that must know it', { timeout: 60_000 }, async () => {
  const text = "EMAIL_KINDS = ['alert', ";
  expect(await filesNamedByTheCompiler(KINDS, text, `${text}'bulletin', `)).toEqual(MUST_KNOW);
});

test('CONTRIBUTING.md names every file that must know a kind of email', async () => {
  const [, section = ''] = (await readFile('CONTRIBUTING.md', 'utf8')).split('### Add a kind of publication\n');
  const [steps = ''] = section.split('\n### ');
  expect(MUST_KNOW.filter((file) => !steps.includes(file))).toEqual([]);
});
