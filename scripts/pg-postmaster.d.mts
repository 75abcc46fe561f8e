export function stopPostmaster(dir: string, timeoutMs?: number): Promise<void>;
