import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth/auth-options';

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** Next-auth's own addresses below /api/auth. The settings are read at each request: a build has none. */
async function handler(request: NextRequest, context: Context): Promise<Response> {
  return NextAuth(request, context, authOptions());
}

export { handler as GET, handler as POST };
