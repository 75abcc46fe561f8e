import Link from 'next/link';
import { Button } from '@/components/ui/button';

/** A page that does not exist, or that this workspace may not see: the two look alike on purpose. */
export default function NotFound() {
  return (
    <main className="mx-auto max-w-[72ch] space-y-4 px-4 py-16">
      <h1 className="text-h1 font-semibold">There is no such page</h1>
      <p className="text-muted">The address may be mistyped, or what it showed was removed.</p>
      <Button asChild variant="primary">
        <Link href="/today">Go to Today</Link>
      </Button>
    </main>
  );
}
