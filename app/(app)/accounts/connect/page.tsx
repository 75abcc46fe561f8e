import type { Metadata } from 'next';
import { ConnectView } from '@/components/accounts/connect-view';
import { countries } from '@/components/accounts/countries';

export const metadata: Metadata = { title: 'Connect an account' };

export default async function ConnectPage({
  searchParams,
}: {
  searchParams: Promise<{ reconnect?: string | string[] }>;
}) {
  const { reconnect } = await searchParams;
  return <ConnectView reconnect={typeof reconnect === 'string' ? reconnect : null} countries={countries()} />;
}
