export interface RunningPostgres {
  url: string;
  port: number;
  pid: number;
  reused: boolean;
  account: string;
  stop(): Promise<void>;
}
export function startPostgres(options: {
  dir: string;
  database?: string;
  port?: number;
  ephemeral?: boolean;
  settings?: Record<string, string>;
  timeoutMs?: number;
}): Promise<RunningPostgres>;
