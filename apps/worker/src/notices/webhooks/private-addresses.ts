import { BlockList, isIP, isIPv6 } from 'node:net';

// Where no receiver of a customer can stand: this host, its network, and addresses with a meaning of their own.
const PRIVATE_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

// IPv4 addresses written as IPv6, by translation or tunnel, would otherwise lead around the list above.
const PRIVATE_V6 = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

const blocked = new BlockList();
for (const [address, prefix] of PRIVATE_V4) blocked.addSubnet(address, prefix, 'ipv4');
for (const [address, prefix] of PRIVATE_V6) blocked.addSubnet(address, prefix, 'ipv6');

/** True for every address that is not plainly a public one; for what is no address at all, too. */
export function isPrivateAddress(address: string): boolean {
  if (isIP(address) === 0) return true;
  return blocked.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
