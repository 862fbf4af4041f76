/** Known vulnerabilities, as `npm audit --json` tells them (report version 2). */
import type { Allowed } from './lock.ts';

interface Advisory {
  title: string;
  url: string;
  severity: string;
  range: string;
}
interface Report {
  auditReportVersion: 2;
  vulnerabilities: Record<string, { via: (string | Advisory)[] }>;
}

/** @returns a sentence for each advisory that is not accepted; undefined when the registry gave no report. */
export function advisoryFaults(output: string, accepted: Allowed['advisories']): string[] | undefined {
  const report = readReport(output);
  if (report === undefined) return undefined;
  return Object.entries(report.vulnerabilities).flatMap(([name, { via }]) =>
    // a text names the package it comes from, which has an entry of its own
    via
      .filter((each) => typeof each !== 'string')
      .filter(({ url }) => accepted[url.slice(url.lastIndexOf('/') + 1)] === undefined)
      .map(({ title, url, severity, range }) => `${name} ${range}: ${title} (${severity}, ${url})`),
  );
}

function readReport(output: string): Report | undefined {
  try {
    const answer = JSON.parse(output);
    return answer.auditReportVersion === 2 ? answer : undefined;
  } catch {
    return undefined;
  }
}
