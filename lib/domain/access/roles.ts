export const ROLES = ['owner', 'admin', 'rep', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Everything a person or token can be allowed to do in a workspace. */
export const PERMISSIONS = [
  'read',
  'prospects.write',
  'campaigns.write',
  'accounts.connect',
  'accounts.manage_own',
  'accounts.manage_all',
  'controls.stop',
  'controls.resume',
  'limits.write',
  'limits.lift_hard_cap',
  'members.write',
  'tokens.write',
  'audit.read',
  'clock.jump',
  'installation.confirm',
  'system.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** The single table of role × permission; API, pages and tests read it from here (design.md §2). */
const GRANTS: Record<Role, readonly Permission[]> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS.filter((p) => p !== 'limits.lift_hard_cap' && p !== 'installation.confirm'),
  rep: [
    'read',
    'prospects.write',
    'campaigns.write',
    'accounts.connect',
    'accounts.manage_own',
    'controls.stop',
    'clock.jump',
  ],
  viewer: ['read'],
};

/** Whether a role may do a thing. A rep may use and manage only accounts that it owns; services check ownership too. */
export function can(role: Role, permission: Permission): boolean {
  return GRANTS[role].includes(permission);
}
