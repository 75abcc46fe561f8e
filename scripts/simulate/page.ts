import type { RampKind } from '../../lib/domain/limits/constants';
import { fullestWindow } from './measure/caps';
import type { Facts, MeasuredAccount } from './measure/facts';
import type { Report } from './measure/report';
import { isLimitAnswer } from './measure/stops';
import { sentByDay } from './measure/use';

/** The report as one self-contained page: ramp curves, daily sends per budget, and what the provider saw. */
export function pageOf(report: Report, facts: Facts): string {
  const sent = sentByDay(facts);
  const charts = facts.accounts.map((account) => {
    const name = `${account.id} (${account.tier}, ${account.timeZone})`;
    return `<h2>${escaped(name)}</h2>${rampChart(facts, account, sent)}${KINDS.map((kind) => dayBars(facts, account, sent, kind)).join('')}`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Headroom: a play of ${report.days} days</title>
<style>${STYLE}</style><h1>${report.accounts} accounts, ${report.days} days, seed ${escaped(report.seed)}, ${report.world} world</h1>
<h2>What it came to</h2>${table(['figure', 'value'], figures(report))}
<h2>What the provider saw</h2>${providerTable(facts)}
<h2>Ramp and sends, account by account</h2><p>The line is the ramp's cap for invites, the bars are what was sent on the day.</p>${charts.join('\n')}</html>\n`;
}

const KINDS: RampKind[] = ['message', 'inmail'];
const BUDGETS_SHOWN = [
  'invite.day',
  'invite.week',
  'message.hour',
  'message.day',
  'engagement.day',
  'inmail.day',
] as const;
const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b1f24}table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:left;border-bottom:1px solid #d8dde3}svg{display:block;margin:.3rem 0}h2{margin-top:2rem;font-size:1.1rem}';
const [WIDTH, HEIGHT] = [900, 110];

function figures(report: Report): [string, string][] {
  return Object.entries(report).map(([name, value]) => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
}

function providerTable(facts: Facts): string {
  const rows = facts.accounts.map((account) => {
    const lines = facts.lines.filter((line) => line.accountId === account.providerId);
    const fullest = BUDGETS_SHOWN.map((budget) => String(fullestWindow(lines, budget)));
    return [account.id, String(lines.length), String(lines.filter(isLimitAnswer).length), ...fullest];
  });
  return table(['account', 'calls', 'limit answers', ...BUDGETS_SHOWN.map((budget) => `fullest ${budget}`)], rows);
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${line(head, 'th')}${rows.map((row) => line(row, 'td')).join('')}</table>`;
}

function rampChart(facts: Facts, account: MeasuredAccount, sent: Map<string, number>): string {
  const days = facts.opened.filter((day) => day.accountId === account.id);
  const top = Math.max(1, ...days.map((day) => day.caps.invite));
  const x = (index: number) => ((index + 0.5) * WIDTH) / Math.max(1, days.length);
  const points = days.map((day, index) => `${x(index).toFixed(1)},${y(day.caps.invite, top).toFixed(1)}`).join(' ');
  const line = `<polyline points="${points}" fill="none" stroke="#b4541a" stroke-width="2"/>`;
  return svg(
    `Invites a day, ramp up to ${top}`,
    bars(
      days.map((day) => sentOn(sent, day, 'invite')),
      top,
    ) + line,
  );
}

function dayBars(facts: Facts, account: MeasuredAccount, sent: Map<string, number>, kind: RampKind): string {
  const counts = facts.opened.filter((day) => day.accountId === account.id).map((day) => sentOn(sent, day, kind));
  const top = Math.max(1, ...counts);
  return svg(`${kind} a day, at most ${top}`, bars(counts, top));
}

function sentOn(sent: Map<string, number>, day: { accountId: string; localDate: string }, action: string): number {
  return sent.get(`${day.accountId}|${day.localDate}|${action}`) ?? 0;
}

function bars(counts: number[], top: number): string {
  const width = WIDTH / Math.max(1, counts.length);
  return counts
    .map((count, index) => {
      const from = y(count, top);
      return `<rect x="${(index * width + 1).toFixed(1)}" y="${from.toFixed(1)}" width="${Math.max(1, width - 2).toFixed(1)}" height="${(HEIGHT - from).toFixed(1)}" fill="#3b6ea8"><title>${count}</title></rect>`;
    })
    .join('');
}

function y(value: number, top: number): number {
  return HEIGHT - (value / top) * (HEIGHT - 20);
}

function svg(title: string, inner: string): string {
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="100%" role="img" aria-label="${escaped(title)}"><text x="0" y="12" font-size="12">${escaped(title)}</text>${inner}</svg>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
