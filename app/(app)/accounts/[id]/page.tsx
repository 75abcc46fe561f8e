import type { Metadata } from 'next';
import { AccountView } from '@/components/accounts/account-view';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <AccountView id={id} />;
}
