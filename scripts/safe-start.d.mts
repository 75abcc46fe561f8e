type Settings = Record<string, string | undefined>;
export function unsafeSettings(env: Settings, options?: { keptSecrets?: boolean }): string[];
export function unsafeClock(env: Settings, what?: string): string[];
export function usesLocalRunner(env: Settings): boolean;
export function halfSettings(env: Settings): string[];
