import { expect, test } from 'vitest';
import { isExample, readDeployment } from '#cdk/deployment';
import { context } from './synthesised.ts';

const read = (changes: Record<string, unknown> = {}) => readDeployment((name) => ({ ...context, ...changes })[name]);

test('cdk.json has every value of a deployment, and each is an example that must be replaced', () => {
  expect(Object.values(read()).map(isExample)).toEqual([true, true, true, true]);
});

test.each([
  ['domain', undefined],
  ['domain', 'https://news.nhs.uk'],
  ['siteHost', 'localhost'],
  ['alarmEmail', 'nobody'],
  // With a certificate of another region the deployment fails at the site, after half an hour.
  ['certificateArn', 'arn:aws:acm:eu-west-2:999999999999:certificate/1'],
])('the value of a deployment %s: %j is refused, with its name and an example of what to write', (name, value) => {
  expect(() => read({ [name]: value })).toThrow(new RegExp(`"${name}".*Write it like "`));
});

test('values of a deployment that are not examples are accepted unchanged', () => {
  const own = {
    domain: 'news.mhc.nhs.uk',
    siteHost: 'www.mhc.nhs.uk',
    alarmEmail: 'lead@mhc.nhs.uk',
    certificateArn: 'arn:aws:acm:us-east-1:999999999999:certificate/1-a',
  };
  expect(read(own)).toEqual(own);
  expect(Object.values(own).some(isExample)).toBe(false);
});
