import type { Facts } from './measure/facts';
import type { Report } from './measure/report';
import { mostLimitAnswersADay } from './measure/stops';

/** The report as a table for a terminal, each figure with what it must be. */
export function printReport(report: Report, facts: Facts): string {
  const total = Object.values(report.sends).reduce((sum, n) => sum + n, 0);
  const rows: [string, string, string][] = [
    ['sends', `${total} (${named(report.sends)})`, ''],
    ['refused by a budget', named(report.refusals) || 'none', ''],
    ['provider violations', `${report.providerViolations} ${named(facts.violations)}`, '0'],
    ['limit answers', String(report.limitAnswers), report.world === 'standard' ? '0' : ''],
    ['most limit answers a day, account and action', String(mostLimitAnswersADay(facts)), 'at most 1'],
    ['calls during stops', String(report.callsDuringStops), '0'],
    ['restricted accounts', String(report.restrictedAccounts), '0'],
    ['duplicates', String(report.duplicates), '0'],
    ['outside hours', String(report.outsideHours), '0'],
    ['over a cap', String(report.overCap), '0'],
    ['variation of gaps', figure(report.pacing.gapCv), 'at least 0.5'],
    ['fullest minute of the hour', figure(report.pacing.maxMinuteShare), ''],
    ['utilisation', figure(report.utilisation), 'at least 0.97'],
    ['use of the invites', figure(report.inviteUtilisation), 'at least 0.8'],
    ['ledger', report.ledgerSha256, ''],
    ['wall time', `${report.wallSeconds} s`, ''],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const head = `${report.accounts} accounts, ${report.days} days, seed ${report.seed}, ${report.world} world`;
  return [
    head,
    ...rows.map(([name, value, must]) => `  ${name.padEnd(width)}  ${value}${must && `   (${must})`}`),
  ].join('\n');
}

function named(counts: Record<string, number>): string {
  return Object.entries(counts)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ');
}

function figure(value: number | null): string {
  return value === null ? 'too few sends to say' : value.toFixed(3);
}
