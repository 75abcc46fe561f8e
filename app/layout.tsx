import type { Metadata, Viewport } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import '@fontsource-variable/inter';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Headroom', template: '%s · Headroom' },
  description: 'Outreach that shows how much room is left, and why.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#0f1218' },
  ],
};

/** The document: language, font and colours. Who is signed in is the business of the layouts below. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is made on request: the nonce of the content security policy is in none that was made before.
  await connection();
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
