import type { Metadata } from 'next';
import { NewCampaignView } from '@/components/campaigns/new-campaign-view';

export const metadata: Metadata = { title: 'New campaign' };

export default async function NewCampaignPage({
  searchParams,
}: {
  searchParams: Promise<{ list?: string | string[] }>;
}) {
  const { list } = await searchParams;
  return <NewCampaignView listId={typeof list === 'string' ? list : null} />;
}
