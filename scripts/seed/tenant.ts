import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import type { Database } from '../../db/client';
import { authUsers } from '../../db/schema/auth-users';
import { memberships } from '../../db/schema/memberships';
import { workspaces } from '../../db/schema/workspaces';
import type { Role } from '../../lib/domain/access/roles';
import { newId } from '../../lib/platform/ids';

export interface SignIn {
  role: Role;
  name: string;
  email: string;
  password: string;
}

const PEOPLE: { role: Role; name: string; email: string }[] = [
  { role: 'owner', name: 'Olivia Hart', email: 'owner@northbridge.example' },
  { role: 'admin', name: 'Amir Costa', email: 'admin@northbridge.example' },
  { role: 'rep', name: 'Rosa Lind', email: 'rep@northbridge.example' },
];

/** A workspace with an owner, an admin and a rep, each with a password of its own that is only printed. */
export async function createTenant(
  owner: Database,
  now: Date,
): Promise<{ workspaceId: string; users: Record<'owner' | 'admin' | 'rep', string>; signIns: SignIn[] }> {
  const workspaceId = newId('workspace');
  await owner.orm.insert(workspaces).values({ id: workspaceId, name: 'Northbridge', createdAt: now });
  const users: Record<string, string> = {};
  const signIns: SignIn[] = [];
  for (const person of PEOPLE) {
    const id = newId('user');
    const password = randomBytes(9).toString('base64url');
    await owner.orm.insert(authUsers).values({
      id,
      email: person.email,
      name: person.name,
      passwordHash: await hash(password),
      createdAt: now,
    });
    await owner.orm.insert(memberships).values({ workspaceId, userId: id, role: person.role, createdAt: now });
    users[person.role] = id;
    signIns.push({ ...person, password });
  }
  return { workspaceId, users: { owner: users.owner ?? '', admin: users.admin ?? '', rep: users.rep ?? '' }, signIns };
}
