// A name server on this machine, which speaks DNS over UDP (RFC 1035) as the ones on the internet do.
import { createSocket } from 'node:dgram';

/** Records by `TYPE name`, such as `MX bounce.news.example.org`. `silent`: it answers nothing. `broken`: it answers SERVFAIL. */
export type Zone = Map<string, string[]> & { fault?: 'silent' | 'broken' };

const TYPES: Record<number, string> = { 1: 'A', 5: 'CNAME', 15: 'MX', 16: 'TXT' };
const SERVFAIL = 2;
const NXDOMAIN = 3;

export async function startNameServer(zone: Zone) {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    if (zone.fault === 'silent') return;
    socket.send(answerTo(query, zone), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { address: `127.0.0.1:${socket.address().port}`, stop: () => new Promise<void>((resolve) => socket.close(() => resolve())) };
}

function answerTo(query: Buffer, zone: Zone): Buffer {
  const { name, end } = nameIn(query);
  const type = TYPES[query.readUInt16BE(end)] ?? '';
  const values = zone.get(`${type} ${name}`) ?? [];
  const exists = [...zone.keys()].some((key) => key.endsWith(` ${name}`));
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | (zone.fault === 'broken' ? SERVFAIL : exists ? 0 : NXDOMAIN), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(zone.fault === 'broken' ? 0 : values.length, 6);
  const answers = zone.fault === 'broken' ? [] : values.map((value) => recordOf(type, value));
  return Buffer.concat([header, query.subarray(12, end + 4), ...answers]);
}

function nameIn(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString());
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function recordOf(type: string, value: string): Buffer {
  const data = dataOf(type, value);
  const head = Buffer.alloc(12);
  // The name of the question, which begins at byte 12.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(Number(Object.keys(TYPES).find((number) => TYPES[Number(number)] === type)), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function dataOf(type: string, value: string): Buffer {
  const labels = (name: string) =>
    Buffer.concat([...name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])), Buffer.from([0])]);
  if (type === 'A') return Buffer.from(value.split('.').map(Number));
  if (type === 'CNAME') return labels(value);
  if (type === 'MX') {
    const [preference = '', host = ''] = value.split(' ');
    const number = Buffer.alloc(2);
    number.writeUInt16BE(Number(preference));
    return Buffer.concat([number, labels(host)]);
  }
  // A text of more than 255 characters comes in parts.
  return Buffer.concat((value.match(/.{1,255}/gs) ?? []).map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)])));
}
