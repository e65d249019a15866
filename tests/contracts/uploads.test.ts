import { expect, test } from 'vitest';
import { s3Uploads } from '#adapters/s3/uploads';
import { uploadId } from '#core/image/uploaded-picture';
import { memoryUploads } from '#local/memory/uploads';
import { freshS3 } from '#tests/contracts/fresh-s3';
import { sendUpload } from '#tests/contracts/send-upload';
import { uploadsContract } from '#tests/contracts/uploads.contract';

const s3 = freshS3();
const UPLOAD = uploadId('0123456789abcdef') ?? expect.unreachable();

uploadsContract('in memory', async () => {
  const files = new Map<string, Uint8Array>();
  return {
    uploads: memoryUploads(files),
    send: async ({ fields }, file) => {
      const field = (wanted: string) => fields.find(({ name }) => name === wanted)?.value;
      files.set(field('key') ?? '', file);
      return field('success_action_redirect');
    },
  };
});

uploadsContract('in S3', async () => ({ uploads: s3Uploads(s3.client(), await s3.bucket()), send: sendUpload }));

test('the form is signed for one key below uploads/, for an hour, and for a bounded size', async () => {
  const back = new URL('https://api.example.org/desk/stories/d/picture/top/x');
  const site = new URL('https://news.example.org');
  const { url, fields } = await s3Uploads(s3.client(), 'newsroom-imports', site).form(UPLOAD, back);
  expect(new URL(url).pathname).toBe('/newsroom-imports');
  const value = (wanted: string) => fields.find(({ name }) => name === wanted)?.value ?? '';
  const policy = JSON.parse(Buffer.from(value('Policy'), 'base64').toString());
  expect(policy.conditions).toEqual(
    expect.arrayContaining([
      { key: 'uploads/0123456789abcdef' },
      ['content-length-range', 0, 200_000_000],
      { bucket: 'newsroom-imports' },
      { success_action_redirect: 'https://news.example.org/desk/stories/d/picture/top/x' },
    ]),
  );
  const minutes = (Date.parse(policy.expiration) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(58);
  expect(minutes).toBeLessThan(61);
  expect(value('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
});

test('on one machine the browser is sent back to where it came from, without TLS, which a Lambda’s request would have', async () => {
  const form = await s3Uploads(s3.client(), await s3.bucket()).form(UPLOAD, new URL('https://127.0.0.1:4000/desk/stories/d/picture/top/x'));
  expect(form.fields).toContainEqual({ name: 'success_action_redirect', value: 'http://127.0.0.1:4000/desk/stories/d/picture/top/x' });
});

test('on this machine, too, only a form that we have signed is taken, and only as it was signed', async () => {
  const bucket = await s3.bucket();
  const uploads = s3Uploads(s3.client(), bucket);
  const form = await uploads.form(UPLOAD, new URL('http://127.0.0.1:4000/desk/stories/d/picture/top/x'));
  const signedWith = (changed: string, to: string) => ({
    ...form,
    fields: form.fields.map(({ name, value }) => ({ name, value: name === changed ? to : value })),
  });
  const unsigned = { ...form, fields: form.fields.filter(({ name }) => name !== 'X-Amz-Signature') };
  const aimed = { ...form, url: form.url.replace(bucket, 'newsroom-content') };
  const policy = Buffer.from(JSON.stringify({ expiration: '2100-01-01T00:00:00Z', conditions: [] })).toString('base64');
  const wrong = [
    signedWith('key', 'images/team.jpg'),
    signedWith('success_action_redirect', 'https://example.org/'),
    signedWith('Policy', policy),
  ];
  for (const one of [...wrong, unsigned, aimed]) await expect(sendUpload(one, new Uint8Array(3))).rejects.toThrow(/answered 403/);
  expect(await uploads.read(UPLOAD, 300)).toBeUndefined();
  expect(await sendUpload(form, new Uint8Array(3))).toContain('/desk/stories/d/picture/top/x');
  expect(await uploads.read(UPLOAD, 300)).toEqual(new Uint8Array(3));
});
