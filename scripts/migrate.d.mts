export function migrate(url: string): Promise<void>;
export function appUrl(ownerUrl: string): string;
