import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Builder } from '@/components/campaigns/builder';
import { isBuilderPart } from '@/components/campaigns/builder-parts';

export const metadata: Metadata = { title: 'Build a campaign' };

export default async function BuilderPage({ params }: { params: Promise<{ id: string; part: string }> }) {
  const { id, part } = await params;
  if (!isBuilderPart(part)) notFound();
  return <Builder id={id} part={part} />;
}
