'use client';

import { StackedBar, type StackedSeries } from '@/components/charts/stacked-bar';
import { Fact } from '@/components/ui/fact';
import { Panel } from '@/components/ui/panel';
import { Table } from '@/components/ui/table';
import type { Campaign } from '@/lib/contracts/campaigns';
import type { CampaignForecast } from '@/lib/contracts/forecast';
import { ForecastState } from './forecast-state';
import {
  chartRows,
  forecastSentence,
  type HoldSpan,
  holdSpans,
  isByWeek,
  leftWords,
  longestSpans,
  spanDates,
  spanWords,
  spreadWords,
} from './forecast-words';
import { useSenderNames } from './sender-names';
import { useForecast } from './use-forecast';

const SERIES: StackedSeries[] = [
  { key: 'invite', label: 'Invites', color: 'var(--series-invite)', pattern: 'solid' },
  { key: 'message', label: 'Messages', color: 'var(--series-message)', pattern: 'dots' },
  { key: 'inmail', label: 'InMails', color: 'var(--series-inmail)', pattern: 'horizontal' },
  { key: 'view', label: 'Visits and look-ups', color: 'var(--series-view)', pattern: 'diagonal' },
];

/** What will come of the campaign: sends by day, when it ends, what binds when, and what it and others cost each other. */
export function ForecastPanel({ campaign }: { campaign: Campaign }) {
  const query = useForecast(campaign.id);
  return (
    <Panel title="Forecast" busy={query.isPending}>
      <ForecastState query={query}>{(forecast) => <Content forecast={forecast} />}</ForecastState>
    </Panel>
  );
}

function Content({ forecast }: { forecast: CampaignForecast }) {
  const rows = chartRows(forecast.days);
  return (
    <div className="grid gap-4">
      {forecast.days.length === 0 ? (
        <p className="text-muted">{forecastSentence(forecast)}</p>
      ) : (
        <StackedBar
          title={isByWeek(forecast.days) ? 'Sends a week' : 'Sends a day'}
          summary={forecastSentence(forecast)}
          rows={rows}
          series={SERIES.filter(({ key }) => rows.some((row) => (row.values[key] ?? 0) > 0))}
        />
      )}
      <Dates forecast={forecast} />
      <Left forecast={forecast} />
      <Holds forecast={forecast} />
      <Rivals forecast={forecast} />
      <Basis forecast={forecast} />
    </div>
  );
}

function Dates({ forecast }: { forecast: CampaignForecast }) {
  const { begun, finish, sendsADay, horizonDays } = forecast;
  if (forecast.firstOn === null) return null;
  return (
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-3">
      <Fact name="Everyone written to" value={spreadWords(begun, horizonDays)} />
      <Fact name="Last send" value={spreadWords(finish, horizonDays)} />
      <Fact
        name="Sends a day"
        value={`${Math.round(sendsADay.likely)} (${Math.round(sendsADay.early)} to ${Math.round(sendsADay.late)})`}
      />
    </dl>
  );
}

function Left({ forecast }: { forecast: CampaignForecast }) {
  if (forecast.left.length === 0) return null;
  return (
    <div>
      <h3 className="font-medium">Not done within {forecast.horizonDays} days</h3>
      <ul className="ml-4 list-disc">
        {forecast.left.map(({ reason, people }) => (
          <li key={reason}>
            {people} {people === 1 ? 'person' : 'people'}: {leftWords(reason)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Holds({ forecast }: { forecast: CampaignForecast }) {
  const nameOf = useSenderNames();
  const { shown, leftOut } = longestSpans(holdSpans(forecast.days), SPANS_MAX);
  if (shown.length === 0) return null;
  return (
    <div className="grid gap-1">
      <h3 className="font-medium">What binds on which day</h3>
      <Table
        caption="What keeps people waiting, by day"
        columns={[
          { key: 'days', header: 'Days', rowHeader: true, cell: (span: HoldSpan) => spanDates(span) },
          { key: 'what', header: 'What binds', cell: spanWords },
          { key: 'account', header: 'Account', cell: (span) => nameOf(span.accountId) },
        ]}
        rows={shown}
        rowKey={(span) => `${span.accountId} ${span.action} ${span.budget} ${span.from}`}
      />
      {leftOut === 0 ? null : <p className="text-meta text-muted">And {leftOut} shorter ones.</p>}
    </div>
  );
}

const SPANS_MAX = 12;

function Rivals({ forecast }: { forecast: CampaignForecast }) {
  if (forecast.rivals.length === 0) return null;
  return (
    <div>
      <h3 className="font-medium">Other campaigns of these accounts</h3>
      <ul className="ml-4 list-disc">
        {forecast.rivals.map((rival) => (
          <li key={rival.campaignId}>{rivalWords(rival)}</li>
        ))}
      </ul>
    </div>
  );
}

function rivalWords({ name, losesSends, losesShare, delaysDays }: CampaignForecast['rivals'][number]): string {
  const loses =
    losesSends === 0
      ? 'loses nothing to this campaign'
      : `is ${losesSends} ${losesSends === 1 ? 'send' : 'sends'} (${Math.round(losesShare * 100)} %) behind at worst because of this campaign`;
  if (delaysDays === null) return `${name} ${loses}.`;
  const delay =
    delaysDays === 0 ? 'does not delay it' : `delays it by about ${delaysDays} ${delaysDays === 1 ? 'day' : 'days'}`;
  return `${name} ${loses}, and ${delay}.`;
}

function Basis({ forecast }: { forecast: CampaignForecast }) {
  const { draws, odds } = forecast;
  const nameOf = useSenderNames();
  return (
    <p className="max-w-[72ch] text-meta text-muted">
      Played {draws} times with the engine’s own rules; nothing is sent. One in ten came out earlier than the first date
      of a range, one in ten later than the second. The end is that of everybody’s waits: who accepts after theirs has
      run out is still written to.{' '}
      {odds
        .map(
          ({ accountId, acceptance, reply }) =>
            `${nameOf(accountId)}: ${percent(acceptance)} accept, ${percent(reply)} answer`,
        )
        .join('; ')}
      {odds.length === 0 ? '' : '.'}
    </p>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
