import { expect, it } from 'vitest';
import { aService } from '../../test/support/builders.ts';
import { canonicalAddress, ipFamiliesOf, ipFamilyOf, joinHostPort } from './ip-family.ts';

it.each([
  ['10.244.0.1', '10.244.0.1'],
  ['010.244.000.001', '10.244.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['FD00:0000:0:0:0:0:0:A', 'fd00::a'],
  ['fd00:0::2', 'fd00::2'],
  ['::1', '::1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['fd00::', 'fd00::'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'],
  ['10:0:0:0:0:0:0:100', '10::100'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
  ['node.example.com', 'node.example.com'],
  ['1::2::3', '1::2::3'],
])('canonicalAddress of %s is %s', (address, canonical) => {
  expect(canonicalAddress(address)).toBe(canonical);
});

it('tells families, an IPv4-mapped literal being IPv4', () => {
  expect(['10.0.0.1', 'fd00::1', '::ffff:10.0.0.1'].map(ipFamilyOf)).toEqual(['IPv4', 'IPv6', 'IPv4']);
});

it('takes the families of a Service from its ClusterIP where it has none, both where it is headless', () => {
  const families = [['10.96.0.1'], ['fd00::1'], ['None'], []].map((clusterIPs) =>
    ipFamiliesOf(aService({ ipFamilies: [], clusterIPs })),
  );
  expect(families).toEqual([['IPv4'], ['IPv6'], ['IPv4', 'IPv6'], ['IPv4', 'IPv6']]);
});

it('joins address and port as Go does', () => {
  expect([joinHostPort('10.0.0.1', 80), joinHostPort('fd00::1', 80)]).toEqual(['10.0.0.1:80', '[fd00::1]:80']);
});
