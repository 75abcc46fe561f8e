'use client';

import { useQuery } from '@tanstack/react-query';
import { ShieldOff } from 'lucide-react';
import Link from 'next/link';
import { api } from '@/lib/client/api';
import { holdWords } from './installation-words';

/** Says on every page that this installation may not send yet, and where an owner decides (design.md §2). */
export function InstallationBanner() {
  const { data } = useQuery(api.installation.read.queryOptions({ refetchInterval: 30_000 }));
  if (data === undefined || data.state === 'ours') return null;
  return (
    <div role="alert" className="flex items-start gap-3 border-b-2 border-risk bg-risk-bg px-4 py-2">
      <ShieldOff aria-hidden className="mt-0.5 size-5 shrink-0 text-risk" strokeWidth={1.75} />
      <p>
        <span className="font-medium">Sending is stopped for safety.</span> {holdWords(data.state)} No action is lost.{' '}
        <Link href="/admin#installation" className="underline">
          What was compared
        </Link>
      </p>
    </div>
  );
}
