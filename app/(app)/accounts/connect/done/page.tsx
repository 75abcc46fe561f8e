import type { Metadata } from 'next';
import { ConnectedView } from '@/components/accounts/connected-view';

export const metadata: Metadata = { title: 'Account connected' };

export default function ConnectedPage() {
  return <ConnectedView />;
}
