/**
 * Sweeps every workspace, one after the other. One that fails keeps nothing from those after it; when all had their turn
 * the failures are thrown together, so that the run shows them.
 */
export async function sweepWorkspaces(
  workspaceIds: readonly string[],
  sweep: (workspaceId: string) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const workspaceId of workspaceIds) {
    try {
      await sweep(workspaceId);
    } catch (error) {
      failures.push(error);
    }
  }
  const [first] = failures;
  if (failures.length === 0) return;
  const reason = first instanceof Error ? first.message : String(first);
  throw new AggregateError(
    failures,
    `${failures.length} of ${workspaceIds.length} workspaces were not swept: ${reason}`,
  );
}
