import { expect, test, vi } from 'vitest';
import { firehoseRecords } from '#adapters/ses/firehose-records';
import { sesEvent } from '#tests/contracts/event-archive.contract';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const records = (bodies: string[]) => ({
  invocationId: 'i',
  deliveryStreamArn: 'arn',
  region: 'eu-west-2',
  records: bodies.map((body, i) => ({ recordId: `r${i}`, approximateArrivalTimestamp: 0, data: base64(body) })),
});

test('each SES event becomes one line, and one that cannot be read is returned whole and kept out of the log', () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const good = JSON.stringify(sesEvent('Delivery', 'alert-one', 'ab12', '2026-11-23T09:00:00Z'));
  const broken = '{"mail":"marker@example.org"';
  const [one, two] = firehoseRecords(records([`${good}\n`, broken])).records;
  expect(one).toMatchObject({ recordId: 'r0', result: 'Ok' });
  const line = Buffer.from(one?.data ?? '', 'base64').toString();
  expect(line).toMatch(/^\{[^\n]+\}\n$/);
  expect(line).not.toContain('@');
  expect(two).toEqual({ recordId: 'r1', result: 'ProcessingFailed', data: base64(broken) });
  expect(JSON.stringify(logged.mock.calls)).toContain('cannot be read');
  expect(JSON.stringify(logged.mock.calls)).not.toContain('marker');
  logged.mockRestore();
});
