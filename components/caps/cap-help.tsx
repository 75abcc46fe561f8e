import Link from 'next/link';
import type { ReactNode } from 'react';
import { capScale } from '@/lib/domain/limits/campaign-caps';
import type { CapKind } from '@/lib/domain/limits/constants';
import type { Limits } from '@/lib/domain/limits/limit-policy';
import { CAP_WORDS } from './cap-words';

/** The text behind the (i) of a slider; its numbers are those in force and it ends with a link to the source. */
export function CapHelp({ kind, limits }: { kind: CapKind; limits: Limits }) {
  return (
    <p>
      {TEXT[kind](limits)} <Link href={CAP_WORDS[kind].anchor}>Read: {LINK[kind]}</Link>.
    </p>
  );
}

const LINK: Record<CapKind, string> = {
  invite: 'Invite limits',
  message: 'The shared bucket',
  inmail: 'InMail limits',
};

const TEXT: Record<CapKind, (limits: Limits) => ReactNode> = {
  invite: (limits) => {
    const scale = capScale('invite', { limits });
    return (
      <>
        Connection requests a day for this campaign, for each account. Default {scale.default}. Above {scale.risk.value}{' '}
        the risk of a restriction rises; LinkedIn publishes no exact number. The account's ramp and weekly limit still
        apply first.
      </>
    );
  },
  message: (limits) => (
    <>
      Messages to people the account is connected to. They share {limits('engagement.day', 'premium').hard} a day with
      profile views, comments and reactions: what goes into views is not left for messages.
    </>
  ),
  inmail: () => (
    <>
      Messages to people the account is not connected to. The plan's monthly credits usually end before this cap does,
      and a sudden rise can be refused even with credits left.
    </>
  ),
};
