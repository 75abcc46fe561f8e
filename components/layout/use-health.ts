import { useQuery } from '@tanstack/react-query';
import { readHealth } from './shell-requests';

const READ_MS = 5_000;

/** Whether the server can send, and its clock, read while the page is visible; one reading for all who ask. */
export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: readHealth,
    // Asked on the server too, where there is no document.
    refetchInterval: () => (globalThis.document?.documentElement.dataset.clock === 'frozen' ? false : READ_MS),
  });
}
