// Which network addresses may be asked for a page: those of the public internet, and no others (IANA's registries of special addresses).
import { BlockList, isIP } from 'node:net';

const SPECIAL = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24'],
  ...['192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // Inside what is given out to the public: tunnels that hold another address, documentation, and protocols.
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
];
/** All of IPv6 that is given out to the public. */
const PUBLIC_V6 = ['2000::/3'];

const special = listOf(SPECIAL);
const given = listOf(PUBLIC_V6);

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** True for an address of the public internet. An IPv6 address that holds an IPv4 address is none. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !special.check(address, 'ipv4');
  return version === 6 && !address.includes('%') && given.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
