import { expect, test } from 'vitest';
import { networkOf, visitorOf } from '#core/signup/network';

test.each([
  ['192.0.2.77', '192.0.2.0/24'],
  ['::ffff:192.0.2.77', '192.0.2.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['2001:0DB8:0001::6', '2001:db8:1::/48'],
  ['2001:db8::1', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
  ['', undefined],
  ['localhost', undefined],
])('the address %s is in the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('the visitor’s address is the one that connected to CloudFront, whatever the request’s own header says before it', () => {
  expect(visitorOf('10.9.9.9, 192.0.2.77, 130.176.0.1', '130.176.0.1')).toBe('192.0.2.77');
  expect(visitorOf('192.0.2.77', '192.0.2.77')).toBe('192.0.2.77');
  expect(visitorOf(undefined, '192.0.2.77')).toBe('192.0.2.77');
});
