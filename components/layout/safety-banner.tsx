import { ShieldOff } from 'lucide-react';
import Link from 'next/link';

/** The fail-closed look (ux.md §2.0). `what` completes "We cannot reach …". */
export function SafetyBanner({ what }: { what: string }) {
  return (
    <div role="alert" className="flex items-start gap-3 border-b-2 border-risk bg-risk-bg px-4 py-2">
      <ShieldOff aria-hidden className="mt-0.5 size-5 shrink-0 text-risk" strokeWidth={1.75} />
      <p>
        <span className="font-medium">Sending is stopped for safety.</span> We cannot reach {what}, so nothing is sent
        until we can. No action is lost.{' '}
        <Link href="/help/limits#effective" className="underline">
          What is checked
        </Link>
      </p>
    </div>
  );
}
