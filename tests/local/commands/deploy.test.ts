import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STEPS } from '#local/deploy/steps';
import { ran } from '#tests/local/ran';

const SCRIPT = 'functions/local/commands/deploy.ts';

test('the dry run of a deployment goes through each step and ends with the letter to IT, without account or network', async () => {
  const before = readFileSync('cdk.json', 'utf8');
  const { code, out, error } = await ran(SCRIPT, '--dry-run');
  expect([code, error]).toEqual([0, '']);
  for (const [index, { title }] of STEPS.entries()) expect(out).toContain(`${index + 1} of ${STEPS.length}  ${title}`);
  expect(out.match(/Looks for:/g)).toHaveLength(STEPS.length);
  expect(out.match(/Does:/g)).toHaveLength(STEPS.length);
  expect(out).toContain('Subject: 9 DNS records for our newsletter, at news.example.org');
  expect(out).toContain('<from-aws-1>._domainkey.news.example.org. 3600 IN CNAME <from-aws>.');
  expect(readFileSync('cdk.json', 'utf8')).toBe(before);
});

test('from an empty account to the first digest there are at most nine steps by hand, the same in the dry run and on the page', async () => {
  const page = readFileSync('docs/running-on-aws.md', 'utf8').split('## From an empty account to the first digest')[1]?.split('\n## ')[0];
  const { out } = await ran(SCRIPT, '--dry-run');
  const [, list = ''] = out.split('What you do yourself');
  const numbers = (text = '') => (text.split('=====')[0]?.match(/^ *\d+\. /gm) ?? []).map((mark) => Number.parseInt(mark, 10));
  expect(numbers(page)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(numbers(list)).toEqual(numbers(page));
});

test('a deployment of another stage asks for a domain of its own, and does not take that of the other', async () => {
  const { code, out } = await ran(SCRIPT, '--dry-run', '--stage', 'staging');
  expect(code).toBe(0);
  expect(out).toMatch(/domain +\(will be asked\)/);
  expect(out).toContain('The difference between this release and the stack Newsroom-staging at AWS.');
});

test('a deployment with nobody there to answer says what is missing in cdk.json, and changes nothing', async () => {
  const before = readFileSync('cdk.json', 'utf8');
  const { code, error } = await ran(SCRIPT, '--yes');
  expect(code).toBe(2);
  expect(error).toMatch(/cdk\.json does not say "account" in "context", and nobody is there to ask/);
  expect(readFileSync('cdk.json', 'utf8')).toBe(before);
});
