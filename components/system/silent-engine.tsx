import { useHealth } from '@/components/layout/use-health';
import { ErrorCard } from '@/components/ui/error-card';
import { Time } from '@/components/ui/time';

/** What stands in place of the figures while the engine does not answer: since when, what that means, what to do. */
export function SilentEngine({ onRetry }: { onRetry: () => void }) {
  const since = useHealth().data?.since ?? null;
  return (
    <ErrorCard title="The engine does not answer" onRetry={onRetry}>
      <div className="space-y-2">
        {since === null ? null : (
          <p>
            Since <Time value={since} />.
          </p>
        )}
        <p>
          Until it does nothing is sent, and nothing is lost: all it has to do stands in the database, and it goes on
          from there.
        </p>
        <p>
          Headroom’s own engine is started again by itself, usually within a minute. If it stays away, read the log of
          the process that runs Headroom. If the engine runs elsewhere, see that its server is up and that
          INNGEST_BASE_URL and INNGEST_SIGNING_KEY are those of that server.
        </p>
      </div>
    </ErrorCard>
  );
}
