import { expect, it } from 'vitest';
import { advisoryFaults } from '#deploy/dependencies/advisories';

const advisory = (id: string, severity: string) => ({
  ...{ source: 1, name: 'deep', dependency: 'deep', title: 'Prototype pollution', severity, range: '<2.0.1' },
  url: `https://advisories.example/${id}`,
});
const report = JSON.stringify({
  auditReportVersion: 2,
  vulnerabilities: {
    deep: { name: 'deep', severity: 'high', via: [advisory('GHSA-aaaa', 'high'), advisory('GHSA-bbbb', 'low')] },
    server: { name: 'server', severity: 'high', via: ['deep'] },
  },
  metadata: {},
});

it('every advisory is a fault once, whoever carries it, unless it was looked at', () => {
  const high = 'deep <2.0.1: Prototype pollution (high, https://advisories.example/GHSA-aaaa)';
  const low = 'deep <2.0.1: Prototype pollution (low, https://advisories.example/GHSA-bbbb)';
  expect(advisoryFaults(report, {})).toEqual([high, low]);
  expect(advisoryFaults(report, { 'GHSA-bbbb': 'never called with what others send' })).toEqual([high]);
});

it('nothing known is something else than no report', () => {
  expect(advisoryFaults('{"auditReportVersion":2,"vulnerabilities":{}}', {})).toEqual([]);
  for (const output of ['', 'npm error', '{"statusCode":405,"error":{"summary":""}}', '{"message":"ENOTFOUND"}']) {
    expect(advisoryFaults(output, {})).toBeUndefined();
  }
});
