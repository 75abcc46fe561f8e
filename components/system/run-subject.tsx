'use client';

import Link from 'next/link';
import { useSenderNames } from '@/components/campaigns/sender-names';

/** What a run is about: an account by its name, a campaign, or another object by its id. */
export function RunSubject({ id }: { id: string | null }) {
  const accountName = useSenderNames();
  if (id === null) return <span className="text-muted">everything</span>;
  if (id.startsWith('acc_'))
    return (
      <Link href={`/accounts/${id}`} className="underline decoration-control">
        {accountName(id)}
      </Link>
    );
  if (id.startsWith('cmp_'))
    return (
      <Link href={`/campaigns/${id}`} className="underline decoration-control">
        Campaign <span className="sr-only">{id}</span>
      </Link>
    );
  return <span className="text-muted">{id}</span>;
}
