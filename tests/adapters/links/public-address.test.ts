import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublicAddress } from '#adapters/links/public-address';

describe('an address that may be asked', () => {
  test.each([
    ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.255.255', '169.254.169.254', '169.254.170.2'],
    ...['172.16.0.1', '172.31.255.255', '192.0.0.170', '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.19.255.255', '198.51.100.1'],
    ...['203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '192.88.99.1'],
    ...[
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:93.184.216.34',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
      '64:ff9b:1::1',
      '100::1',
    ],
    ...['fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1'],
    ...['5f00::1', '', 'localhost', '127.1', '0x7f.0.0.1', '2130706433', '1.2.3.4.5'],
  ])('%s may not be asked', (address) => expect(isPublicAddress(address)).toBe(false));

  test.each(['1.1.1.1', '93.184.216.34', '100.63.255.255', '100.128.0.0', '172.15.0.1', '172.32.0.1', '198.17.0.1', '223.255.255.255'])(
    '%s may be asked',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
  test.each(['2606:4700::1111', '2a00:1450:4009::200e', '2001:4860:4860::8888'])('%s may be asked, too', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  test('no address of a private network may be asked, whatever its last parts', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom('10.', '127.', '169.254.', '192.168.'), (any, start) => {
        const rest = any.split('.').slice(start.split('.').length - 1);
        expect(isPublicAddress(start + rest.join('.'))).toBe(false);
        expect(isPublicAddress(`::ffff:${any}`)).toBe(false);
      }),
    );
  });
});
