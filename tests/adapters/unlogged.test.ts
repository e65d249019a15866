import { globSync, readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { unlogged } from '#adapters/unlogged';

const OPTIONS = { region: 'eu-west-2' };
const LOG = 'loggerMiddleware';

test.each([
  new DynamoDBClient(OPTIONS),
  new LambdaClient(OPTIONS),
  new S3Client(OPTIONS),
  new SecretsManagerClient(OPTIONS),
  new SESClient(OPTIONS),
  new SQSClient(OPTIONS),
])('the SDK copies nothing for a log that nobody reads: %s', (client) => {
  const steps = () => client.middlewareStack.identify().join();
  expect(steps()).toContain(LOG);
  unlogged(client);
  expect(steps()).not.toContain(LOG);
});

test('every client of AWS that a Lambda makes is one without a log', () => {
  const made = globSync('functions/adapters/**/*.ts').flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/(\w+\(\s*)?new (?:S3|SES|SQS|DynamoDB|Lambda|SecretsManager)Client\(/gu),
  ]);
  expect(made.length).toBeGreaterThan(7);
  for (const [words] of made) expect(words).toMatch(/^unlogged\(/u);
});
