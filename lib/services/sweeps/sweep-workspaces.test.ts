import { expect, test } from 'vitest';
import { sweepWorkspaces } from './sweep-workspaces';

test('a workspace that cannot be swept keeps nothing from those after it, and the run tells of it', async () => {
  const swept: string[] = [];
  const all = sweepWorkspaces(['a', 'b', 'c', 'd'], async (workspaceId) => {
    if (workspaceId === 'b' || workspaceId === 'c') throw new Error(`no answer for ${workspaceId}`);
    swept.push(workspaceId);
  });
  await expect(all).rejects.toThrow('2 of 4 workspaces were not swept: no answer for b');
  expect(swept).toEqual(['a', 'd']);
});

test('when all are swept nothing is thrown', async () => {
  await expect(sweepWorkspaces(['a'], async () => undefined)).resolves.toBeUndefined();
});
