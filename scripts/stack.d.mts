export interface Stack {
  url: string;
  port: number;
  dataDir: string;
  databaseUrl: string;
  /** The settings the web server got. */
  env: Record<string, string>;
  pids: Record<'web' | 'runner' | 'simulator' | 'postgres', number | undefined>;
  simulator: { url: string; port: number; key: string; dataDir: string } | undefined;
  stop(): Promise<void>;
}
export function startStack(options: {
  mode: 'dev' | 'start' | 'demo' | 'e2e';
  dataDir?: string;
  port?: number;
  clockStart?: string;
  clockSpeed?: number;
  /** How long a child runs until its next end is no failure in a row; a minute unless told. */
  calmMs?: number;
  log?: (line: string) => void;
  signal?: AbortSignal;
  onGiveUp?: (error: Error) => void;
}): Promise<Stack>;
