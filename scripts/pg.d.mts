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
  timeoutMs?: number;
}): Promise<RunningPostgres>;
