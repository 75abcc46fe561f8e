export function identityOf(pid: number): string | undefined;
export function isAlive(pid: number): boolean;
export function endGroup(pid: number, graceMs?: number): Promise<void>;
