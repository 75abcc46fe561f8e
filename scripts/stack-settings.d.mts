export interface ChildSettings {
  host: string;
  port: number;
  url: string;
  simulator: { port: number; url: string; key: string; dataDir: string } | null;
  runner: { port: number; url: string; eventKey: string; signingKey: string } | null;
  webhookSecret: string;
}

export function childArguments(
  mode: string,
  settings: ChildSettings,
  databaseUrl: string,
): Record<'web' | 'simulator' | 'runner', string[] | undefined>;
