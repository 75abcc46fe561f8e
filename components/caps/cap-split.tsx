'use client';

import { useMemo } from 'react';
import { Button } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { LiveRegion } from '@/components/ui/live-region';
import { type CampaignCapInput, capScale, effectiveCampaignCaps } from '@/lib/domain/limits/campaign-caps';
import { CAP_KINDS, type CapKind, type Tier } from '@/lib/domain/limits/constants';
import type { Limits } from '@/lib/domain/limits/limit-policy';
import { BucketBar } from './bucket-bar';
import { capStateOf, effectsOf, type SenderTerms } from './cap-effect';
import { CapHelp } from './cap-help';
import { CapSlider } from './cap-slider';
import { CAP_WORDS } from './cap-words';
import { DailyLimitField } from './daily-limit-field';
import { EffectiveLine } from './effective-line';
import { LimitStack } from './limit-stack';
import { useCapAnnouncements } from './use-cap-announcements';
import { WeekStrip } from './week-strip';

export interface CapSplitProps {
  values: CampaignCapInput;
  onChange: (values: CampaignCapInput) => void;
  senders: SenderTerms[];
  /** The limits in force in the workspace: they make the scales, the defaults and the week. */
  limits: Limits;
  readOnly?: boolean;
  tier?: Tier;
  /** Opens *Cap split (advanced)* also while no split is set. */
  splitOpen?: boolean;
  /** *Smooth over the week*; on unless told otherwise. */
  smooth?: boolean;
  onSmoothChange?: (smooth: boolean) => void;
}

/**
 * The caps of a campaign: the Daily limit and, under *Cap split (advanced)*, one slider for each kind, with what is
 * effective today for the chosen senders. A blank field inherits (limits.md §1). It opens by itself when a split is set.
 */
export function CapSplit(props: CapSplitProps) {
  const { values, onChange, senders, limits, readOnly } = props;
  const caps = effectiveCampaignCaps(values, limits);
  const states = useMemo(() => {
    const now = effectiveCampaignCaps(values, limits);
    return {
      invite: capStateOf('invite', now.invite, senders, { limits }),
      message: capStateOf('message', now.message, senders, { limits }),
      inmail: capStateOf('inmail', now.inmail, senders, { limits }),
    };
  }, [values, senders, limits]);
  const spoken = useCapAnnouncements(states);
  const split = CAP_KINDS.some((kind) => values[kind] !== null);
  return (
    <div className="space-y-4">
      <LiveRegion message={spoken} delayMs={0} />
      <DailyLimitField
        value={values.dailyLimit}
        onChange={(dailyLimit) => onChange({ ...values, dailyLimit })}
        readOnly={readOnly}
        senderCount={senders.length}
        limits={limits}
      />
      <Disclosure summary="Cap split (advanced)" defaultOpen={split || props.splitOpen}>
        <div className="grid gap-4">
          {CAP_KINDS.map((kind) => (
            <OneCap key={kind} kind={kind} cap={caps[kind]} split={props} />
          ))}
          {readOnly ? null : (
            <div>
              <Button
                onClick={() => onChange({ ...values, invite: null, message: null, inmail: null })}
                disabled={!split}
              >
                Clear the split
              </Button>
            </div>
          )}
        </div>
      </Disclosure>
    </div>
  );
}

function OneCap({ kind, cap, split }: { kind: CapKind; cap: number; split: CapSplitProps }) {
  const { values, senders, limits } = split;
  const set = (value: number | null) => split.onChange({ ...values, [kind]: value });
  const effects = effectsOf(kind, cap, senders);
  return (
    <CapSlider
      kind={kind}
      tier={split.tier}
      limits={limits}
      value={values[kind]}
      inherited={values.dailyLimit ?? capScale(kind, { tier: split.tier, limits }).default}
      inheritedFrom={values.dailyLimit === null ? 'our default' : 'the Daily limit'}
      onChange={set}
      readOnly={split.readOnly}
      help={<CapHelp kind={kind} limits={limits} />}
      effective={<EffectiveLine kind={kind} effects={effects} />}
    >
      {senders.length > 1 ? (
        <p className="text-muted">
          {cap} for each of {senders.length} accounts = {cap * senders.length} {CAP_WORDS[kind].many} a day.
        </p>
      ) : null}
      <LimitStack kind={kind} effects={effects} />
      {kind === 'invite' ? <Week cap={cap} split={split} /> : null}
      {kind === 'message' ? <Bucket cap={cap} split={split} onFit={split.readOnly ? undefined : set} /> : null}
    </CapSlider>
  );
}

/** The week of the tightest sender, since that is where the conflict shows first. */
function Week({ cap, split }: { cap: number; split: CapSplitProps }) {
  const known = split.senders.filter((sender) => sender.weekly !== undefined && sender.workingDays !== undefined);
  const tightest = known.toSorted((a, b) => (a.weekly ?? -1) - (b.weekly ?? -1))[0];
  const weekly =
    tightest === undefined ? split.limits('invite.week', split.tier ?? 'premium').default : tightest.weekly;
  return (
    <WeekStrip
      perDay={cap}
      weekly={weekly ?? null}
      workingDays={tightest?.workingDays ?? USUAL_DAYS}
      smooth={split.smooth ?? true}
      onSmoothChange={split.readOnly ? undefined : split.onSmoothChange}
    />
  );
}

/** Monday to Friday, until an account with hours of its own is chosen. */
const USUAL_DAYS = [1, 2, 3, 4, 5];

/** The bucket of the sender with the most planned use besides this campaign's messages. */
function Bucket({ cap, split, onFit }: { cap: number; split: CapSplitProps; onFit?: (messages: number) => void }) {
  const plans = split.senders.flatMap((sender) => (sender.planned === undefined ? [] : [sender.planned]));
  const total = (plan: (typeof plans)[number]) => plan.otherMessages + plan.views + plan.comments + plan.reactions;
  const fullest = plans.toSorted((a, b) => total(b) - total(a))[0] ?? NOTHING_PLANNED;
  const limit = split.limits('engagement.day', split.tier ?? 'premium').hard;
  return <BucketBar use={{ messages: cap, ...fullest }} limit={limit} onFit={onFit} />;
}

const NOTHING_PLANNED = { otherMessages: 0, views: 0, comments: 0, reactions: 0 };
