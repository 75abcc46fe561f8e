import { ShieldOff } from 'lucide-react';
import Link from 'next/link';
import { Time } from '@/components/ui/time';

/** The fail-closed look (ux.md §2.0). `what` completes "We cannot reach …"; `since` is when that began, where it is known. */
export function SafetyBanner({ what, since }: { what: string; since: string | null }) {
  return (
    <div role="alert" className="flex items-start gap-3 border-b-2 border-risk bg-risk-bg px-4 py-2">
      <ShieldOff aria-hidden className="mt-0.5 size-5 shrink-0 text-risk" strokeWidth={1.75} />
      <p>
        <span className="font-medium">Sending is stopped for safety.</span> We cannot reach {what}
        {since === null ? null : (
          <>
            {' '}
            since <Time value={since} />
          </>
        )}
        , so nothing is sent until we can. No action is lost.{' '}
        <Link href="/help/limits#effective" className="underline">
          What is checked
        </Link>
      </p>
    </div>
  );
}
