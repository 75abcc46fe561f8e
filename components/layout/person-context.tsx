'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { can, type Permission, type Role } from '@/lib/domain/access/roles';

const RoleContext = createContext<Role>('viewer');

/** Tells the pages below whose they are. Only what is offered depends on it; the server decides what is allowed. */
export function PersonProvider({ role, children }: { role: Role; children: ReactNode }) {
  return <RoleContext.Provider value={role}>{children}</RoleContext.Provider>;
}

/** Whether the reader's role has a permission, so that nothing is offered that would be refused. */
export function useMay(permission: Permission): boolean {
  return can(useContext(RoleContext), permission);
}
