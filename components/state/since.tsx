import { Time } from '@/components/ui/time';

/** Since when a reason holds; nothing where the server cannot tell. */
export function Since({ since, timeZone }: { since: string | null; timeZone?: string }) {
  if (since === null) return null;
  return (
    <span data-testid="since" className="text-muted">
      {' '}
      Since <Time value={since} timeZone={timeZone} />.
    </span>
  );
}
