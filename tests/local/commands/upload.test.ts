import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Content } from '#adapters/s3/content';
import { LOCAL_AWS } from '#local/emulators/dynamo-emulator';
import { type Emulators, startEmulators } from '#local/emulators/emulators';
import { ran, ranWith } from '#tests/local/ran';

const SCRIPT = 'functions/local/commands/upload.ts';

describe('npm run upload', () => {
  let emulators: Emulators;
  beforeAll(async () => {
    emulators = await startEmulators();
  });
  afterAll(() => emulators.stop());

  test('npm run upload puts the editor’s files into the bucket, and uploads no file the second time', async () => {
    const upload = () => ranWith(emulators.environment, SCRIPT, '--bucket', emulators.bucket);
    const first = await upload();
    expect([first.code, first.error]).toEqual([0, '']);
    expect(first.out).toMatch(/^uploaded images\/plan-do-study-act\.png$/m);
    expect(first.out.indexOf('newsroom.yaml')).toBeLessThan(first.out.indexOf('posts/'));
    expect((await upload()).out).toMatch(/^0 files uploaded, 0 deleted\./);
    const client = new S3Client({ endpoint: emulators.fauxqsUrl, ...LOCAL_AWS });
    const { stories, images } = await s3Content(client, emulators.bucket).read();
    client.destroy();
    expect([stories.length > 5, images.length]).toEqual([true, 3]);
  });
});

test('npm run upload without a bucket says what to give', async () => {
  const { code, error } = await ran(SCRIPT);
  expect(code).toBe(2);
  expect(error).toContain('Give with --bucket the name of the content bucket');
});
