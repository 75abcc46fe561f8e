import { cn } from './class-names';

/** A placeholder of the final size. It is hidden from assistive technology; the panel around it is `busy`. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('animate-pulse rounded-control bg-sunken', className)} />;
}
