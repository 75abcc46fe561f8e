import Link from 'next/link';
import type { ReactNode } from 'react';
import { capScale } from '@/lib/domain/limits/campaign-caps';
import { limitFor } from '@/lib/domain/limits/catalogue';
import type { CapKind } from '@/lib/domain/limits/constants';
import { CAP_WORDS } from './cap-words';

/** The text behind the (i) of a slider; its numbers come from the catalogue and it ends with a link to the source. */
export function CapHelp({ kind }: { kind: CapKind }) {
  return (
    <p>
      {TEXT[kind]()} <Link href={CAP_WORDS[kind].anchor}>Read: {LINK[kind]}</Link>.
    </p>
  );
}

const LINK: Record<CapKind, string> = {
  invite: 'Invite limits',
  message: 'The shared bucket',
  inmail: 'InMail limits',
};

const TEXT: Record<CapKind, () => ReactNode> = {
  invite: () => {
    const scale = capScale('invite');
    return (
      <>
        Connection requests a day for this campaign, for each account. Default {scale.default}. Above {scale.risk.value}{' '}
        the risk of a restriction rises; LinkedIn publishes no exact number. The account's ramp and weekly limit still
        apply first.
      </>
    );
  },
  message: () => (
    <>
      Messages to people the account is connected to. They share {limitFor('engagement.day', 'premium').hard} a day with
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
