import { Badge } from '@/components/ui/badge';
import { Disclosure } from '@/components/ui/disclosure';
import type { Limit } from '@/lib/contracts/workspace';

/** What each source says of a limit, word for word where there is a quote, and which rules where they differ. */
export function LimitSources({ limit, name }: { limit: Limit; name: string }) {
  return (
    <div className="text-left">
      {limit.disagreement === null ? null : <Badge tone="warn">Sources differ</Badge>}
      <Disclosure
        summary={
          <>
            {limit.sources.length === 1 ? '1 source' : `${limit.sources.length} sources`}
            <span className="sr-only"> of {name}</span>
          </>
        }
      >
        {limit.disagreement === null ? null : <p className="mb-1">{limit.disagreement}</p>}
        <ul className="ml-4 list-disc">
          {limit.says.map((one) => (
            <li key={`${one.source} ${one.says}`}>
              {one.name}: {one.says}
              {one.quote === null ? null : (
                <>
                  {' '}
                  <q className="text-muted">{one.quote}</q>
                </>
              )}
            </li>
          ))}
        </ul>
        <p className="text-muted">Checked on {limit.checkedOn}.</p>
      </Disclosure>
    </div>
  );
}
